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
        responseBy = now + limits.responseStart().toMillis() + LoopState.SWEEP_MILLIS;
    }

    void onWorker(long now) {
        functionBy = now + timeoutMillis + LoopState.SWEEP_MILLIS;
    }

    /** Leaves no more time than this, whatever the function's timeout is. */
    void endWithin(long millis, long now) {
        functionBy = Math.min(functionBy, now + millis);
    }

    /**
     * What to tell the caller when a deadline has passed, or null.
     *
     * @param answered whether the answer has begun
     */
    Answer missed(boolean answered, long now) {
        if (now > functionBy) {
            return new Answer(
                    504,
                    "function execution timed out: its timeout is " + timeoutMillis / 1000
                            + " s (timeout= of the function)");
        }
        if (!answered && now > responseBy) {
            return new Answer(
                    504,
                    "the function did not begin to answer within "
                            + limits.responseStart().toSeconds()
                            + " s (webendpoints.gateway.response-start-timeout)");
        }
        return null;
    }
}
