package dev.webendpoints.gateway.relay;

import java.net.SocketAddress;

/** The right to send one request to one worker; given back once. */
public interface Grant {

    /** Connections are pooled by it. */
    String workerId();

    /** A {@link java.net.UnixDomainSocketAddress} or an {@link java.net.InetSocketAddress}. */
    SocketAddress address();

    void release();
}
