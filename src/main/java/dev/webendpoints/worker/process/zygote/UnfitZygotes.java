package dev.webendpoints.worker.process.zygote;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jboss.logging.Logger;

/** The kinds of zygote that cannot be forked from on this machine, the newest ones. Not thread-safe. */
final class UnfitZygotes {

    private static final Logger LOG = Logger.getLogger(UnfitZygotes.class);

    /** The most keys that are remembered. A forgotten one is tried again. */
    private static final int REMEMBERED = 1_000;

    private final Map<ZygoteKey, String> reasons = new Newest();

    private static final class Newest extends LinkedHashMap<ZygoteKey, String> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ZygoteKey, String> eldest) {
            return size() > REMEMBERED;
        }
    }

    boolean contains(ZygoteKey key) {
        return reasons.containsKey(key);
    }

    void add(ZygoteKey key, String reason) {
        reasons.put(key, reason);
        LOG.warnf(
                "%s: image=%s reason=%s",
                key.isSnapshot()
                        ? "there is no memory snapshot, workers start the ordinary way: function="
                                + key.snapshotOf().functionId()
                        : "an image's workers are not forked but start afresh, which takes longer",
                key.environment().python(),
                reason);
    }
}
