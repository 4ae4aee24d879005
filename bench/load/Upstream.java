import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The upstream for cases that a static server cannot serve: a thread for each connection, and a handler for each path.
 *
 * <p>Arguments: addresses to listen on, as {@code tcp:host:port} or {@code unix:path}. Prints {@code ready}; an input
 * line {@code reset} breaks all connections; ends with its input.
 */
final class Upstream {

    private static final String EMPTY_CHUNK = "0\r\n\r\n";

    private final Set<Wire> open = ConcurrentHashMap.newKeySet();

    public static void main(String[] addresses) throws IOException {
        Upstream upstream = new Upstream();
        for (String address : addresses) {
            ServerSocketChannel server = address.startsWith("unix:")
                    ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    : ServerSocketChannel.open();
            server.bind(Wire.address(address), 4096);
            Threads.start(() -> upstream.accept(server));
        }
        System.out.println("ready");
        for (int octet = System.in.read(); octet >= 0; octet = System.in.read()) {
            if (octet == '\n') {
                upstream.resetAll();
            }
        }
        System.exit(0);
    }

    private void accept(ServerSocketChannel server) throws IOException {
        while (true) {
            SocketChannel connection = server.accept();
            Threads.start(() -> serve(connection));
        }
    }

    private void resetAll() throws IOException {
        for (Wire wire : open) {
            wire.reset();
        }
    }

    private void serve(SocketChannel connection) throws IOException {
        try (Wire wire = new Wire(connection)) {
            open.add(wire);
            try {
                while (true) {
                    Message request = Message.read(wire);
                    answer(request, wire);
                }
            } finally {
                open.remove(wire);
            }
        } catch (IOException e) {
            // The connection has ended.
        }
    }

    private static void answer(Message request, Wire wire) throws IOException {
        switch (request.path()) {
            case "/wait" -> afterWaiting(request, wire);
            case "/events" -> events(request, wire);
            case "/echo" -> echo(wire);
            case "/sink" -> text(wire, Long.toString(request.skipBody(wire)));
            case "/stream" -> stream(wire, request.query("bytes", 0));
            default -> text(wire, "x".repeat(52));
        }
    }

    private static void text(Wire wire, String body) throws IOException {
        wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void afterWaiting(Message request, Wire wire) throws IOException {
        Threads.sleepUntil(System.nanoTime() + request.query("ms", 100) * 1_000_000);
        text(wire, "done");
    }

    /** Sends the head immediately, the first event after {@code first} ms; each has its send time (local clock). */
    private static void events(Message request, Wire wire) throws IOException {
        wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        long due = System.nanoTime() + request.query("first", 0) * 1_000_000;
        long count = request.query("count", 1);
        for (long i = 0; i < count; i++) {
            Threads.sleepUntil(due);
            String event = "data: " + System.nanoTime() + "\n\n";
            wire.send(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            due += request.query("interval", 10) * 1_000_000;
        }
        wire.send(EMPTY_CHUNK);
    }

    private static void echo(Wire wire) throws IOException {
        WebSocket.accept(wire);
        WebSocket.Frame frame = WebSocket.read(wire);
        while (frame != null) {
            WebSocket.send(wire, frame, false);
            if (frame.opcode() == WebSocket.CLOSE) {
                wire.close();
            }
            frame = WebSocket.read(wire);
        }
    }

    private static void stream(Wire wire, long bytes) throws IOException {
        wire.send("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + bytes + "\r\n\r\n");
        wire.zeros(bytes);
    }
}
