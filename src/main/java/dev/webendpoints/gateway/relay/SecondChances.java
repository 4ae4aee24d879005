package dev.webendpoints.gateway.relay;

/**
 * Where one request may go when what it was given to does not answer it. A kept connection may have been closed while it
 * was idle: then a fresh one to the same worker. A fresh one ends with its worker: then another worker, once, as the first
 * may have died of the request. Where nothing was sent, another worker costs nothing, and more may be tried.
 */
final class SecondChances {

    enum Step {
        FRESH_CONNECTION,
        ANOTHER_WORKER,
        NONE
    }

    /**
     * How long to wait before another worker is asked for, in milliseconds: what ended one may be ending others, of which
     * the pools hear in the same moment.
     */
    private static final long[] PAUSES_MILLIS = {100, 100, 250};

    private boolean kept;
    private boolean brokeWithWorker;
    private int askedAgain;

    /** @param kept whether the connection was idle before */
    void onConnection(boolean kept) {
        this.kept = kept;
    }

    /** After a connection that ended before the answer began, to a request that may be done twice. */
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

    /** The pause before the next worker is asked for; one of those that {@link #mayAskAgain} counts. */
    long nextPauseMillis() {
        return PAUSES_MILLIS[askedAgain++];
    }
}
