package dev.webendpoints.gateway.relay;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** The right to send one request to one worker; given back once. */
public interface Grant {

    /** Connections are pooled by it. */
    String workerId();

    /** A {@link java.net.UnixDomainSocketAddress} or an {@link InetSocketAddress}. */
    SocketAddress address();

    /**
     * Who makes the connection to {@link #address}, which is then an {@link InetSocketAddress} of another network, and hands
     * it over; null where it can be made from here.
     */
    default UnixDomainSocketAddress dialer() {
        return null;
    }

    void release();
}
