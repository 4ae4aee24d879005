package dev.webendpoints.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker's server written by hand: a thread for each connection, which runs the test's script byte by byte. */
final class TestUpstream implements AutoCloseable {

    interface Script {
        void serve(Wire wire) throws IOException;
    }

    /** More connections than any test opens at the same time: a Unix socket refuses those beyond it. */
    private static final int BACKLOG = 1024;

    private final ServerSocketChannel server;
    private final Path directory;
    private final Script script;
    private final Collection<SocketChannel> open = new ConcurrentLinkedQueue<>();
    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();

    private TestUpstream(ServerSocketChannel server, Path directory, Script script) {
        this.server = server;
        this.directory = directory;
        this.script = script;
        start("upstream", this::accept);
    }

    static TestUpstream unix(Script script) throws IOException {
        Path directory = Files.createTempDirectory("gw");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(directory.resolve("0.sock")), BACKLOG);
        return new TestUpstream(server, directory, script);
    }

    static TestUpstream tcp(Script script) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        return new TestUpstream(server, null, script);
    }

    SocketAddress address() {
        try {
            return server.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel connection = server.accept();
                open.add(connection);
                accepted.incrementAndGet();
                start("upstream-connection", () -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (Wire wire = new Wire(connection)) {
            script.serve(wire);
        } catch (IOException e) {
            // The usual end of a connection in these tests.
        } finally {
            ended.incrementAndGet();
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel connection : open) {
            connection.close();
        }
        if (directory != null) {
            Files.deleteIfExists(directory.resolve("0.sock"));
            Files.delete(directory);
        }
    }
}
