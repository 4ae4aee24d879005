package dev.webendpoints.lease;

import java.net.SocketAddress;

/** The right to send one request to one worker. The holder releases it once. */
public interface Lease {

    /** Returns the id of the worker, {@code ta-…}, which is also the key of its connection pool. */
    String workerId();

    /** A {@link java.net.UnixDomainSocketAddress}, a {@link DialedAddress} or an {@link java.net.InetSocketAddress}. */
    SocketAddress address();

    /** Releases the lease. A second call has no effect. Thread-safe. */
    void release();
}
