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
 * Keeps one cause from filling the log: of warnings and errors with the same logger, message and failure, so many are
 * logged in a while, and the first of the next while says how many were left out. What is less than a warning passes, as
 * do the lines of workers.
 */
@LoggingFilter(name = "repeated-lines")
public final class RepeatedLinesFilter implements Filter {

    /** Lines of one cause in one {@link #WHILE}. */
    static final int MOST = 10;

    static final Duration WHILE = Duration.ofSeconds(30);

    /** Causes that are remembered. A log with more than that is beyond help, and starts afresh. */
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
