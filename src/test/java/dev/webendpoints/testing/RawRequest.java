package dev.webendpoints.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One HTTP/1.1 request over a connection that comes from an address of the test's choice. */
public final class RawRequest {

    private RawRequest() {}

    /**
     * @param source an address of 127.0.0.0/8, all of which are this machine's
     * @param lines the request line and headers beside {@code Host} and {@code Connection}, each with its line end
     * @return the whole answer
     */
    public static String from(String source, int port, String lines, String body) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setSoTimeout(10_000);
            String request = lines + "Host: localhost\r\nConnection: close\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
