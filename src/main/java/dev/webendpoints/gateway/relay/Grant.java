package dev.webendpoints.gateway.relay;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** A lease to send one request to one worker. Must be released once. */
public interface Grant {

    /** The key by which connections are pooled. */
    String workerId();

    /** A {@link java.net.UnixDomainSocketAddress} or an {@link InetSocketAddress}. */
    SocketAddress address();

    /**
     * Returns the dialer that connects to {@link #address}, which is then an {@link InetSocketAddress} in another
     * network, and passes the connection; null if the address is reachable directly.
     */
    default UnixDomainSocketAddress dialer() {
        return null;
    }

    void release();
}
