import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One end of a connection, read and written as bytes by one thread. */
final class Wire implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);

    Wire(SocketChannel channel) throws IOException {
        this.channel = channel;
        if (channel.getRemoteAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    static Wire to(String target) throws IOException {
        return new Wire(SocketChannel.open(address(target)));
    }

    /** @param target {@code tcp:host:port} or {@code unix:path} */
    static SocketAddress address(String target) {
        String[] parts = target.split(":");
        return parts[0].equals("unix")
                ? UnixDomainSocketAddress.of(parts[1])
                : new InetSocketAddress(parts[1], Integer.parseInt(parts[2]));
    }

    Wire send(String text) throws IOException {
        return send(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    Wire send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /** Sends the given number of zeros. */
    void zeros(long count) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BUFFER);
        for (long left = count; left > 0; left -= block.capacity()) {
            send(block.clear().limit((int) Math.min(left, block.capacity())));
        }
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

    /** Returns a line without its terminator; throws an EOFException if there is none. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = read(); octet != '\n'; octet = read()) {
            if (octet < 0) {
                throw new EOFException("ended within a line: " + line);
            }
            line.append((char) octet);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    /** @return the number of bytes skipped before the end */
    long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && fill()) {
            int step = (int) Math.min(in.remaining(), count - skipped);
            in.position(in.position() + step);
            skipped += step;
        }
        return skipped;
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int at = 0; at < count; ) {
            if (!fill()) {
                throw new EOFException("ended after " + at + " of " + count);
            }
            int step = Math.min(in.remaining(), count - at);
            in.get(bytes, at, step);
            at += step;
        }
        return bytes;
    }

    /** Closes the connection with a reset, if the transport has one. */
    void reset() throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
