package dev.webendpoints.lease;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Objects;

/**
 * A port in a worker's own network. The server cannot connect to it directly: a dialer process of the server, which
 * runs in that network, opens the connection and passes its file descriptor back.
 */
public final class DialedAddress extends SocketAddress {

    private static final long serialVersionUID = 1;

    private final UnixDomainSocketAddress dialer;
    private final InetSocketAddress port;

    /**
     * @param dialer socket that accepts a line {@code <address> <port>} and answers with a file descriptor
     * @param port address and port as seen inside the network
     */
    public DialedAddress(UnixDomainSocketAddress dialer, InetSocketAddress port) {
        this.dialer = dialer;
        this.port = port;
    }

    public UnixDomainSocketAddress dialer() {
        return dialer;
    }

    public InetSocketAddress port() {
        return port;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DialedAddress address && address.dialer.equals(dialer) && address.port.equals(port);
    }

    @Override
    public int hashCode() {
        return Objects.hash(dialer, port);
    }

    @Override
    public String toString() {
        return port + " behind " + dialer;
    }
}
