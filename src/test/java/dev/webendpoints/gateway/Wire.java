package dev.webendpoints.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One end of a connection, read and written as bytes. */
final class Wire implements AutoCloseable {

    private final ByteChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024).limit(0);

    Wire(ByteChannel channel) {
        this.channel = channel;
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
        return this;
    }

    /** Returns the next byte, or -1 at the end. */
    int read() throws IOException {
        return fill() ? in.get() & 0xff : -1;
    }

    private boolean fill() throws IOException {
        if (in.hasRemaining()) {
            return true;
        }
        in.clear();
        int count = channel.read(in);
        in.flip();
        return count > 0;
    }

    /** Returns a head including its empty line; throws EOFException at the end. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int octet = read();
            if (octet < 0) {
                throw new EOFException("ended within a head: " + head);
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    String text(int length) throws IOException {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            if (!fill()) {
                throw new EOFException("ended after " + at + " of " + length);
            }
            int step = Math.min(in.remaining(), length - at);
            in.get(bytes, at, step);
            at += step;
        }
        return bytes;
    }

    /** Returns a head, and a body of its Content-Length. */
    String message() throws IOException {
        String head = head();
        for (String line : head.toLowerCase().split("\r\n")) {
            if (line.startsWith("content-length: ")) {
                return head + text(Integer.parseInt(line.substring(16)));
            }
        }
        return head;
    }

    /** Returns everything until the end. */
    String rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (int octet = read(); octet >= 0; octet = read()) {
            rest.write(octet);
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    /** Ends the output only. Not supported over TLS, which has no half-close. */
    void endOutput() throws IOException {
        ((SocketChannel) channel).shutdownOutput();
    }

    /** Closes with a reset. Not supported over TLS. */
    void reset() throws IOException {
        ((SocketChannel) channel).setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
