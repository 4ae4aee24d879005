import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens connections, makes one request on each, and keeps them.
 *
 * <p>Arguments: target, host, number of connections. Prints {@code ready open=…}, and ends with its input.
 */
final class IdleConnections {

    private static final int LAST_SOURCE = 250;

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[2]);
        List<SocketChannel> open = new ArrayList<>();
        Source source = new Source();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = source.connect((InetSocketAddress) Wire.address(arguments[0]));
            open.add(channel);
            request(channel, arguments[1]);
        }
        System.out.println("ready open=" + open.size());
        while (System.in.read() >= 0) {
            // Until the end.
        }
    }

    /** Does not use a {@link Wire}: ten thousand of its buffers would take too much memory. */
    private static void request(SocketChannel channel, String host) throws IOException {
        channel.write(ByteBuffer.wrap(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes()));
        ByteBuffer answer = ByteBuffer.allocate(1024);
        if (channel.read(answer) <= 0 || !new String(answer.array(), 0, 12).equals("HTTP/1.1 200")) {
            throw new IOException("no answer: " + new String(answer.array(), 0, answer.position()));
        }
    }

    /** Returns 127.0.0.1, or the next loopback address whenever the ports of one are exhausted. */
    private static final class Source {

        private int last = 1;

        SocketChannel connect(InetSocketAddress target) throws IOException {
            while (true) {
                SocketChannel channel = SocketChannel.open();
                try {
                    channel.bind(last == 1 ? null : new InetSocketAddress("127.0.0." + last, 0));
                    channel.connect(target);
                    return channel;
                } catch (BindException | NoRouteToHostException e) {
                    channel.close();
                    if (++last > LAST_SOURCE) {
                        throw e;
                    }
                }
            }
        }
    }
}
