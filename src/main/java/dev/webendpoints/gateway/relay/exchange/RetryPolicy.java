package dev.webendpoints.gateway.relay.exchange;

/**
 * Decides where to retry one request that was not answered. A pooled connection may have been closed while it was idle:
 * retries on a fresh one to the same worker. A fresh connection ends with its worker: retries on another worker, once,
 * because the request may have killed the first. If nothing was sent, another worker is safe, and more than one may be
 * tried.
 */
final class RetryPolicy {

    enum Step {
        FRESH_CONNECTION,
        ANOTHER_WORKER,
        NONE
    }

    /**
     * The pauses before another worker is requested, in milliseconds: the cause that ended one may be ending others,
     * and the pools need a moment to notice.
     */
    private static final long[] PAUSES_MILLIS = {100, 100, 250};

    private boolean kept;
    private boolean brokeWithWorker;
    private int askedAgain;

    /** @param kept whether the connection came from the pool */
    void onConnection(boolean kept) {
        this.kept = kept;
    }

    /** Decides what to do when a connection ended before the response began, for a request that may be sent twice. */
    Step afterBreak() {
        if (kept) {
            return Step.FRESH_CONNECTION;
        }
        Step step = brokeWithWorker ? Step.NONE : Step.ANOTHER_WORKER;
        brokeWithWorker = true;
        return step;
    }

    boolean mayAskAgain() {
        return askedAgain < PAUSES_MILLIS.length;
    }

    /** Returns the pause before the next worker is requested; uses up an attempt of {@link #mayAskAgain}. */
    long nextPauseMillis() {
        return PAUSES_MILLIS[askedAgain++];
    }
}
