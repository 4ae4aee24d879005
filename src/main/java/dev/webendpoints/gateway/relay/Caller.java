package dev.webendpoints.gateway.relay;

/** Whom a loop keeps time for: a connection, or a stream of one. */
interface Caller {

    /** @param now in milliseconds on the loop's clock */
    void onSweep(long now);

    /** The idle time of what is in use, or is no connection. */
    long BUSY = Long.MAX_VALUE;

    /** Since when it has been a connection without a request, in milliseconds on the loop's clock; or {@link #BUSY}. */
    default long idleSince() {
        return BUSY;
    }

    /** Ends it, being idle, so that its file descriptor is free on return. */
    default void onIdleTooMany() {
        cut();
    }

    /** The server stops: no new work, and what is open ends as soon as it may. */
    void onDrain();

    /** Ends it at once. */
    void cut();
}
