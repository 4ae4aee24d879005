package dev.webendpoints.lease;

import java.time.Duration;
import java.util.List;

/**
 * The reason why a request gets no lease.
 *
 * @param message one sentence for the caller, without paths or worker addresses
 * @param logTail the last lines that the worker printed, oldest first; empty if it printed none
 * @param retryAfter delay after which a retry is reasonable
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
