package dev.webendpoints.gateway.relay;

/** Whom a loop keeps time for: a connection, or a stream of one. */
interface Caller {

    /** @param now in milliseconds on the loop's clock */
    void onSweep(long now);

    /** The server stops: no new work, and what is open ends as soon as it may. */
    void onDrain();

    /** Ends it at once. */
    void cut();
}
