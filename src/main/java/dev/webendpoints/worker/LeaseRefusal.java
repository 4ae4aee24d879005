package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;

/**
 * Why there is no lease.
 *
 * @param message one sentence for the caller, without paths or worker addresses
 * @param logTail the worker's last lines, oldest first; empty when it never wrote any
 * @param retryAfter when it makes sense to ask again
 */
public record LeaseRefusal(Reason reason, String message, List<String> logTail, Duration retryAfter) {

    public enum Reason {
        START_FAILED,
        START_TIMEOUT,
        QUEUE_FULL,
        GONE,
        SHUTTING_DOWN
    }
}
