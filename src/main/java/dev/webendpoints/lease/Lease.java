package dev.webendpoints.lease;

import java.net.SocketAddress;
import java.util.Optional;

/**
 * The right to send one request to one worker. The holder ends it once, by {@link #release}, {@link #abandon} or
 * {@link #cancel}; further
 * calls have no effect. Ending it frees the worker's place when the function's code has returned, which may be later.
 */
public interface Lease {

    /** Returns the id of the worker, {@code ta-…}, which is also the key of its connection pool. */
    String workerId();

    /** Returns why the worker has ended, once that is known. Thread-safe. */
    default Optional<String> endReason() {
        return Optional.empty();
    }

    /** A {@link java.net.UnixDomainSocketAddress}, a {@link DialedAddress} or an {@link java.net.InetSocketAddress}. */
    SocketAddress address();

    /** Ends the lease after the complete response, or if nothing was sent to the worker. Thread-safe. */
    void release();

    /** Ends the lease before the response is complete: the function's code may still run. Thread-safe. */
    void abandon();

    /** As {@link #abandon}, and cancels the function's code. */
    void cancel();
}
