import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Round trips of small WebSocket messages, paced so that no message waits for a core.
 *
 * <p>Arguments: target, host, connections, milliseconds between a connection's messages, seconds. The first second is
 * additional and does not count.
 */
final class EchoRoundTrip {

    private static final int MESSAGE_BYTES = 64;

    public static void main(String[] arguments) throws Exception {
        int interval = Integer.parseInt(arguments[3]);
        int lead = 1000 / interval;
        int count = Integer.parseInt(arguments[4]) * 1000 / interval + lead;
        Latencies latencies = new Latencies();
        AtomicInteger errors = new AtomicInteger();
        Threads.together(Integer.parseInt(arguments[2]), () -> {
            try (Wire wire = Wire.to(arguments[0])) {
                if (WebSocket.open(wire, arguments[1]) != 101) {
                    throw new IOException("no WebSocket");
                }
                long due = System.nanoTime();
                for (int i = 0; i < count; i++, due += interval * 1_000_000L) {
                    Threads.sleepUntil(due);
                    long took = roundTrip(wire);
                    if (i >= lead) {
                        latencies.add(took);
                    }
                }
            } catch (IOException e) {
                errors.incrementAndGet();
            }
        });
        System.out.printf(
                "requests=%d errors=%d p50=%.1f p95=%.1f p99=%.1f%n",
                latencies.count(),
                errors.get(),
                latencies.percentile(50),
                latencies.percentile(95),
                latencies.percentile(99));
    }

    private static long roundTrip(Wire wire) throws IOException {
        long sent = System.nanoTime();
        WebSocket.send(wire, new WebSocket.Frame(WebSocket.BINARY, new byte[MESSAGE_BYTES]), true);
        if (WebSocket.read(wire) == null) {
            throw new IOException("the WebSocket ended");
        }
        return System.nanoTime() - sent;
    }
}
