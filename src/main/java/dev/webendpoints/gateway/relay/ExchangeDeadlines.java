package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Answer;

/** When an exchange has taken too long. All times in milliseconds on the loop's clock. */
final class ExchangeDeadlines {

    private final long timeoutMillis;
    private final RelaySettings.WorkerLimits limits;
    private long responseBy;
    private long functionBy = Long.MAX_VALUE;

    /** @param timeoutMillis how long the function may take, from the moment it has a worker */
    ExchangeDeadlines(long timeoutMillis, RelaySettings.WorkerLimits limits) {
        this.timeoutMillis = timeoutMillis;
        this.limits = limits;
    }

    /** The answer is awaited from the last byte of the request on: an upload that flows is nobody's delay. */
    void onRequestBytes(long now) {
        responseBy = limits.responseStart().isZero()
                ? Long.MAX_VALUE
                : now + limits.responseStart().toMillis() + LoopState.SWEEP_MILLIS;
    }

    /** Nobody waits for the answer to begin any more. */
    void onDetached() {
        responseBy = Long.MAX_VALUE;
    }

    void onWorker(long now) {
        functionBy = now + timeoutMillis + LoopState.SWEEP_MILLIS;
    }

    /** Leaves no more time than this, whatever the function's timeout is. */
    void endWithin(long millis, long now) {
        functionBy = Math.min(functionBy, now + millis);
    }

    /** Whether the function has run longer than it may. */
    boolean functionIsLate(long now) {
        return now > functionBy;
    }

    /** Whether an answer that has not begun should have. */
    boolean responseIsLate(long now) {
        return now > responseBy;
    }

    Answer functionTimeout() {
        return new Answer(
                504,
                "function execution timed out: its timeout is " + timeoutMillis / 1000
                        + " s (timeout= of the function)");
    }

    /** As {@link #responseTimeout}, where the answer could have been kept but for those that the workspace has already. */
    Answer tooManyKept() {
        return new Answer(
                504,
                "the function did not begin to answer within "
                        + limits.responseStart().toSeconds()
                        + " s, and its workspace has as many answers to be fetched later as it may"
                        + " (webendpoints.gateway.results.max-count-per-workspace)");
    }

    Answer responseTimeout() {
        return new Answer(
                504,
                "the function did not begin to answer within "
                        + limits.responseStart().toSeconds()
                        + " s (webendpoints.gateway.response-start-timeout)");
    }
}
