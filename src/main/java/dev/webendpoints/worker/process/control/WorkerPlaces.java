package dev.webendpoints.worker.process.control;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.regex.Pattern;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.lease.DialedAddress;
import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.sandbox.Sandbox;

/**
 * Resolves the addresses that a worker reports. The report is untrusted and must not redirect requests elsewhere: only
 * the file name of a socket is used, only a port that the method declares, and only addresses of the worker's network.
 */
public record WorkerPlaces(WorkerPlan plan, Sandbox sandbox) {

    /** A numeric address, since a host name would be looked up. */
    private static final Pattern NUMERIC = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    /** Blocks. @throws IOException if the path is not a socket of the worker */
    SocketAddress socket(String path) throws IOException {
        Path name = Path.of(path).getFileName();
        if (name == null) {
            throw new IOException("a socket has a name");
        }
        return UnixDomainSocketAddress.of(sandbox.socket(plan.run(), name.toString()));
    }

    /** @throws IOException if the method does not declare the port, or the address belongs to another machine */
    SocketAddress port(String method, String host, int port) throws IOException {
        boolean declared = plan.version().webMethods().stream()
                .anyMatch(each ->
                        each.name().equals(method) && each.kind() == EndpointKind.WEB_SERVER && each.port() == port);
        if (!declared) {
            throw new IOException("the method has no port " + port);
        }
        if (!NUMERIC.matcher(host).matches()) {
            throw new IOException("an address is numeric");
        }
        InetAddress address = InetAddress.getByName(host);
        InetSocketAddress place = new InetSocketAddress(address, port);
        if (plan.network().isOwn()) {
            return new DialedAddress(UnixDomainSocketAddress.of(plan.run().dialSocket()), place);
        }
        if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
            throw new IOException("a worker's address is one of this machine's, not " + address.getHostAddress());
        }
        return place;
    }
}
