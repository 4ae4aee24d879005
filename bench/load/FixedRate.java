import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests at a fixed rate, regardless of earlier requests. Times are measured from when a request was due, so they
 * include the time for which a request had to wait for its turn.
 *
 * <p>Arguments: target, host, path, requests per second, seconds. The first two seconds are extra and do not count.
 */
final class FixedRate {

    private static final int CONNECTIONS = 512;
    private static final int LEAD_SECONDS = 2;
    private static final int PATIENCE_SECONDS = 5;

    private final Selector selector = Selector.open();
    private final ConcurrentLinkedDeque<Call> idle = new ConcurrentLinkedDeque<>();
    private final Latencies latencies = new Latencies();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger unsent = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final byte[] request;

    private FixedRate(String host, String path) throws IOException {
        request = ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    public static void main(String[] arguments) throws Exception {
        FixedRate load = new FixedRate(arguments[1], arguments[2]);
        for (int i = 0; i < CONNECTIONS; i++) {
            load.idle.add(load.new Call(Wire.to(arguments[0]).channel));
        }
        Threads.start(load::readAll);
        load.sendAll(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]) + LEAD_SECONDS);
        System.out.printf(
                "requests=%d errors=%d unsent=%d p50=%.1f p95=%.1f p99=%.1f%n",
                load.latencies.count(),
                load.errors.get() + load.running.get(),
                load.unsent.get(),
                load.latencies.percentile(50),
                load.latencies.percentile(95),
                load.latencies.percentile(99));
    }

    private void sendAll(int rate, int seconds) throws IOException {
        long start = System.nanoTime();
        for (long i = 0; i < (long) rate * seconds; i++) {
            long due = start + i * 1_000_000_000L / rate;
            Threads.sleepUntil(due);
            Call call = idle.pollFirst();
            if (call == null) {
                unsent.incrementAndGet();
            } else {
                call.send(due, i >= (long) rate * LEAD_SECONDS);
            }
        }
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (running.get() > 0 && System.nanoTime() < end) {
            Threads.sleepUntil(System.nanoTime() + 1_000_000);
        }
    }

    private void readAll() throws IOException {
        while (true) {
            selector.select(key -> ((Call) key.attachment()).onReadable());
        }
    }

    /** One connection, and the request that runs on it. */
    private final class Call {

        private final SocketChannel channel;
        private final ByteBuffer answer = ByteBuffer.allocate(4096);
        private volatile long due;
        private volatile boolean counts;

        Call(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, this);
        }

        void send(long due, boolean counts) {
            this.due = due;
            this.counts = counts;
            running.incrementAndGet();
            try {
                channel.write(ByteBuffer.wrap(request));
            } catch (IOException e) {
                onBroken();
            }
        }

        void onReadable() {
            try {
                if (channel.read(answer) < 0) {
                    onBroken();
                } else if (isComplete()) {
                    onAnswer(System.nanoTime());
                }
            } catch (IOException e) {
                onBroken();
            }
        }

        /** Matches the end of the body: the four letters that the upstream sends last. */
        private boolean isComplete() {
            return text().endsWith("\r\n\r\ndone") || !text().startsWith("HTTP/1.1 200") && answer.position() > 12;
        }

        private String text() {
            return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        }

        private void onAnswer(long now) {
            running.decrementAndGet();
            if (!text().startsWith("HTTP/1.1 200")) {
                errors.incrementAndGet();
            } else if (counts) {
                latencies.add(now - due);
            }
            answer.clear();
            idle.addFirst(this);
        }

        private void onBroken() {
            try {
                channel.close();
            } catch (IOException e) {
                // The connection is closed either way.
            }
            running.decrementAndGet();
            errors.incrementAndGet();
        }
    }
}
