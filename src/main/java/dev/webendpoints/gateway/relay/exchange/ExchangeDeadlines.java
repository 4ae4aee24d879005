package dev.webendpoints.gateway.relay.exchange;

/** Decides when an exchange has taken too long. All times are milliseconds on the loop's clock. */
final class ExchangeDeadlines {

    private final long timeoutMillis;
    private final WorkerLimits limits;
    private long responseBy;
    private long functionBy = Long.MAX_VALUE;
    private long endBy = Long.MAX_VALUE;

    /** @param timeoutMillis how long the function may take, from the moment it has a worker */
    ExchangeDeadlines(long timeoutMillis, WorkerLimits limits) {
        this.timeoutMillis = timeoutMillis;
        this.limits = limits;
    }

    /** Restarts the deadline for the response at each byte of the request: an upload in progress is not late. */
    void onRequestBytes(long now) {
        responseBy = limits.responseStart().isZero()
                ? Long.MAX_VALUE
                : now + limits.responseStart().toMillis() + EventLoopContext.SWEEP_MILLIS;
    }

    /** Removes the deadline for the response: no client waits for it to begin. */
    void onDetached() {
        responseBy = Long.MAX_VALUE;
    }

    void onWorker(long now) {
        functionBy = now + timeoutMillis + EventLoopContext.SWEEP_MILLIS;
    }

    /** Limits the remaining time to this, whatever the function's timeout is. */
    void endWithin(long millis, long now) {
        endBy = Math.min(endBy, now + millis);
    }

    /** Returns whether the time of {@link #endWithin} is over. */
    boolean mustEnd(long now) {
        return now > endBy;
    }

    /** Returns whether the function has exceeded its timeout. */
    boolean functionIsLate(long now) {
        return now > functionBy;
    }

    /** Returns whether a response that has not begun is late. */
    boolean responseIsLate(long now) {
        return now > responseBy;
    }

    ExchangeFailure functionTimeout() {
        return ExchangeFailure.timeout(timeoutReason());
    }

    String timeoutReason() {
        return "function execution timed out: its timeout is " + timeoutMillis / 1000 + " s (timeout= of the function)";
    }

    /** Like {@link #responseTimeout}, but the response was not kept because its workspace has reached its limit. */
    ExchangeFailure tooManyKept() {
        return ExchangeFailure.timeout("the function did not begin to answer within "
                + limits.responseStart().toSeconds()
                + " s, and its workspace has as many answers to be fetched later as it may"
                + " (webendpoints.gateway.results.max-count-per-workspace)");
    }

    ExchangeFailure responseTimeout() {
        return ExchangeFailure.timeout("the function did not begin to answer within "
                + limits.responseStart().toSeconds()
                + " s (webendpoints.gateway.response-start-timeout)");
    }
}
