package dev.webendpoints.logs;

import java.time.Duration;

/**
 * How much is kept. What is older goes, in whole segments.
 *
 * @param appBytes of one app's files
 * @param workspaceBytes of the files of all apps of one workspace
 * @param allBytes of all files
 * @param keep how long after it was printed a line is kept
 */
public record LogLimits(long appBytes, long workspaceBytes, long allBytes, Duration keep) {

    /** Segments into which an app's share is divided: what goes when it is full is one of them. */
    private static final int SEGMENTS = 8;

    /** A segment is read as a whole. It protects the heap where an app may keep much. */
    private static final long LARGEST_SEGMENT = 8 << 20;

    private static final long SMALLEST = 64 << 10;

    /** @throws IllegalStateException naming the key whose value makes no sense */
    public static LogLimits of(LogsConfig config) {
        require(config.maxAppSize().asLongValue() >= SMALLEST, "max-app-size must be at least 64K");
        require(
                config.maxSize().asLongValue() >= config.maxAppSize().asLongValue(),
                "max-size must be at least max-app-size");
        require(
                config.maxWorkspaceSize().asLongValue() >= config.maxAppSize().asLongValue(),
                "max-workspace-size must be at least max-app-size");
        require(config.keep().compareTo(Duration.ZERO) > 0, "keep must be longer than 0s");
        return new LogLimits(
                config.maxAppSize().asLongValue(),
                config.maxWorkspaceSize().asLongValue(),
                config.maxSize().asLongValue(),
                config.keep());
    }

    long segmentBytes() {
        return Math.max(1, Math.min(LARGEST_SEGMENT, appBytes / SEGMENTS));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException("webendpoints.logs." + rule);
        }
    }
}
