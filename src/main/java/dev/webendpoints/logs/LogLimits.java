package dev.webendpoints.logs;

import java.time.Duration;

/**
 * How much is kept. What is older goes, in whole segments.
 *
 * @param appBytes of one app's files
 * @param allBytes of all files
 * @param keep how long after it was printed a line is kept
 */
public record LogLimits(long appBytes, long allBytes, Duration keep) {

    /** Segments into which an app's share is divided: what goes when it is full is one of them. */
    private static final int SEGMENTS = 8;

    public static LogLimits of(LogsConfig config) {
        return new LogLimits(config.maxAppSize().asLongValue(), config.maxSize().asLongValue(), config.keep());
    }

    long segmentBytes() {
        return Math.max(1, appBytes / SEGMENTS);
    }
}
