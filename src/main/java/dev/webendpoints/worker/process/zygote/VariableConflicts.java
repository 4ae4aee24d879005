package dev.webendpoints.worker.process.zygote;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jboss.logging.Logger;

import dev.webendpoints.worker.FunctionVersion;

/**
 * Logs the variables that keep workers from being forked, each one once for each image. Not thread-safe.
 *
 * <p>The newest {@value #REMEMBERED} are remembered; a forgotten one is logged again.
 */
final class VariableConflicts {

    private static final Logger LOG = Logger.getLogger(VariableConflicts.class);

    private static final int REMEMBERED = 1_000;

    private static final String UNPRINTABLE = "[^\\p{Graph}]";

    private final Map<Conflict, Boolean> logged = new Newest();

    private record Conflict(Path image, String variable) {}

    private static final class Newest extends LinkedHashMap<Conflict, Boolean> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Conflict, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }

    /** @param image interpreter of the image */
    void add(FunctionVersion version, Path image, String variable) {
        if (logged.put(new Conflict(image, variable), true) == null) {
            LOG.warnf(
                    "A function's workers are not forked but start afresh, which takes longer, since its image's zygote has"
                            + " read another value of a variable: function=%s/%s image=%s variable=%s",
                    version.appName(), version.tag(), image, variable.replaceAll(UNPRINTABLE, "?"));
        }
    }
}
