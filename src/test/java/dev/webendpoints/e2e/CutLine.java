package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way from a client to a server, which can break in the middle: every connection is cut, and new ones are taken. */
final class CutLine implements AutoCloseable {

    private final ServerSocket listening;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private CutLine(ServerSocket listening, int serverPort) {
        this.listening = listening;
        this.serverPort = serverPort;
    }

    static CutLine to(int serverPort) throws IOException {
        CutLine line = new CutLine(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), serverPort);
        start(line::accept);
        return line;
    }

    int port() {
        return listening.getLocalPort();
    }

    void cut() {
        open.forEach(CutLine::end);
        open.clear();
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            open.add(client);
            open.add(server);
            start(() -> pump(client, server));
            start(() -> pump(server, client));
        }
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Traffic traffic) {
        Thread thread = new Thread(
                () -> {
                    try {
                        traffic.run();
                    } catch (IOException cut) {
                        // That is what this is for.
                    }
                },
                "cut-line");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Traffic {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
