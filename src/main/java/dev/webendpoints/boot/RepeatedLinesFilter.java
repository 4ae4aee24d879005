package dev.webendpoints.boot;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import io.quarkus.logging.LoggingFilter;

/**
 * Limits the rate of repeated log lines: of warnings and errors with the same logger, message and exception class, at
 * most {@link #MOST} are logged in each {@link #WHILE}; the first line after that reports how many were suppressed.
 * Lines below the level WARNING and lines of workers pass.
 */
@LoggingFilter(name = "repeated-lines")
public final class RepeatedLinesFilter implements Filter {

    /** Maximum number of lines of one cause in one {@link #WHILE}. */
    static final int MOST = 10;

    static final Duration WHILE = Duration.ofSeconds(30);

    /** Maximum number of causes to track. If there are more, all of them are forgotten. */
    private static final int CAUSES = 1_000;

    private static final String OUTPUT = "dev.webendpoints.worker.output";

    private final Map<String, Cause> causes = new ConcurrentHashMap<>();

    private static final class Cause {

        private final long began;
        private final AtomicInteger lines = new AtomicInteger();

        private Cause(long began) {
            this.began = began;
        }
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line.getLevel().intValue() < Level.WARNING.intValue() || OUTPUT.equals(line.getLoggerName())) {
            return true;
        }
        String key = line.getLoggerName() + '\n' + line.getMessage() + '\n' + failure(line.getThrown());
        Cause cause = causes.get(key);
        if (cause == null || line.getMillis() - cause.began > WHILE.toMillis()) {
            if (causes.size() >= CAUSES) {
                causes.clear();
            }
            Cause fresh = new Cause(line.getMillis());
            fresh.lines.set(1);
            causes.put(key, fresh);
            sayHowManyAreMissing(line, cause);
            return true;
        }
        return cause.lines.incrementAndGet() <= MOST;
    }

    private static void sayHowManyAreMissing(LogRecord line, Cause former) {
        int missing = former == null ? 0 : former.lines.get() - MOST;
        if (missing > 0) {
            line.setMessage(line.getMessage() + " (left out since " + (line.getMillis() - former.began) / 1000 + " s: "
                    + missing + " lines like this)");
        }
    }

    private static String failure(Throwable thrown) {
        return thrown == null ? "" : thrown.getClass().getName();
    }
}
