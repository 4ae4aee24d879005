package dev.webendpoints.call.store;

import java.time.Instant;

/**
 * An input, without its values.
 *
 * @param method of a class; empty for a function
 * @param running whether it runs; false for one that waits or has ended
 * @param status how it has ended; null if it has not
 * @param workerId of the last run; null if there was none
 * @param startedAt null if it has not been started
 * @param finishedAt null if it has not ended
 */
public record InputEntry(
        String callId,
        String method,
        boolean running,
        CallStatus status,
        String workerId,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {}
