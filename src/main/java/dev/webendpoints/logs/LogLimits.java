package dev.webendpoints.logs;

import java.time.Duration;

/**
 * Limits of the stored lines. Beyond them, whole segments are deleted, oldest first.
 *
 * @param appBytes maximum size of one app's files
 * @param workspaceBytes maximum size of the files of all apps of one workspace
 * @param allBytes maximum size of all files
 * @param keep how long a line is kept after it was printed
 */
public record LogLimits(long appBytes, long workspaceBytes, long allBytes, Duration keep) {

    /** Number of segments into which an app's share is divided; one of them is deleted when the share is used up. */
    private static final int SEGMENTS = 8;

    /** Maximum size of a segment, which is read as a whole. Protects the heap if an app's share is large. */
    private static final long LARGEST_SEGMENT = 8 << 20;

    private static final long SMALLEST = 64 << 10;

    /** @throws IllegalStateException if a value is invalid; names its key */
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
