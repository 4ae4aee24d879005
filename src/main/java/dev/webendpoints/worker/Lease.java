package dev.webendpoints.worker;

import java.net.SocketAddress;

/** The right to send one request to one worker. Whoever holds it gives it back once. */
public interface Lease {

    /** Names the worker, {@code ta-…}; connections are pooled by it. */
    String workerId();

    /** A {@link java.net.UnixDomainSocketAddress}, a {@link DialedAddress} or an {@link java.net.InetSocketAddress}. */
    SocketAddress address();

    /** Gives the right back. A second call does nothing. May be called from any thread. */
    void release();
}
