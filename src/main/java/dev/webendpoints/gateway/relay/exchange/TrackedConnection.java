package dev.webendpoints.gateway.relay.exchange;

/** A client connection, or one stream of it, whose deadlines an event loop checks. */
public interface TrackedConnection {

    /** @param now in milliseconds on the loop's clock */
    void onSweep(long now);

    /** The {@link #idleSince} of a connection that is in use, and of anything that is not a connection. */
    long BUSY = Long.MAX_VALUE;

    /** Returns when the connection became idle, in milliseconds on the loop's clock, or {@link #BUSY} if it is not. */
    default long idleSince() {
        return BUSY;
    }

    /** Closes this idle connection; its file descriptor is free on return. */
    default void onIdleTooMany() {
        cut();
    }

    /** The server is shutting down: accepts no new work, and ends open work as soon as possible. */
    void onDrain();

    /** Closes immediately. */
    void cut();
}
