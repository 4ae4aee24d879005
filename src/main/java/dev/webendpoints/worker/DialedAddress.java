package dev.webendpoints.worker;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Objects;

/**
 * A port inside of a worker's own network. It cannot be connected to from here: a dialer of the server's, which is in that
 * network, makes the connection and hands it over.
 */
public final class DialedAddress extends SocketAddress {

    private static final long serialVersionUID = 1;

    private final UnixDomainSocketAddress dialer;
    private final InetSocketAddress port;

    /**
     * @param dialer where connections are asked for: a line {@code <address> <port>} is answered by a descriptor
     * @param port as it is called inside
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
