package dev.webendpoints.worker.process.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import dev.webendpoints.host.LineSplitter;

/**
 * The control connection between server and worker: the server listens, and the worker connects once. If one side
 * closes it or dies, the other one notices.
 */
public final class ControlSocket implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ControlSocket.class);

    /** The most bytes of one message; a traceback is the longest. Longer ones are truncated, and so do not parse. */
    private static final int LONGEST_MESSAGE = 1024 * 1024;

    /** How a worker is to end. */
    public enum End {
        /** Finishes the requests in progress. */
        STOP,
        /** Aborts the requests in progress. */
        CUT;

        private final byte[] line =
                ("{\"command\":\"" + name().toLowerCase(Locale.ROOT) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private final ServerSocketChannel server;
    private final ReentrantLock sending = new ReentrantLock();
    private final Queue<byte[]> unsent = new ArrayDeque<>();
    private SocketChannel worker;
    private boolean stopped;

    private ControlSocket(ServerSocketChannel server) {
        this.server = server;
    }

    public static ControlSocket listen(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return new ControlSocket(server.bind(UnixDomainSocketAddress.of(path), 1));
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Blocks until the worker or this side closes the connection. */
    public void followTo(Consumer<String> onLine) throws IOException {
        SocketChannel connected = server.accept();
        server.close();
        sending.lock();
        try {
            worker = connected;
            while (!unsent.isEmpty()) {
                write(unsent.poll());
            }
        } finally {
            sending.unlock();
        }
        new LineSplitter(LONGEST_MESSAGE, onLine).readAll(Channels.newInputStream(connected));
    }

    /** Sends the command to end, now or when the worker connects. A worker that does not read it is killed later. */
    public void sendEnd(End how) throws IOException {
        sending.lock();
        try {
            if (!stopped) {
                stopped = true;
                send(how.line);
            }
        } finally {
            sending.unlock();
        }
    }

    /** Sends a line, now or when the other side connects. Blocks while the other side does not read. */
    public void send(byte[] line) throws IOException {
        sending.lock();
        try {
            if (worker == null) {
                unsent.add(line);
            } else {
                write(line);
            }
        } finally {
            sending.unlock();
        }
    }

    private void write(byte[] line) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        while (bytes.hasRemaining()) {
            worker.write(bytes);
        }
    }

    /** Stops waiting for a connection, since the worker is gone. Messages that it sent are still read. */
    public void onWorkerGone() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("Control socket failed to close", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        sending.lock();
        try {
            if (worker != null) {
                worker.close();
            }
        } finally {
            sending.unlock();
        }
    }
}
