import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Delay of server-sent events, and time to the head while the first event is still to come.
 *
 * <p>Arguments: target, host, concurrent streams, milliseconds between a stream's events, seconds. The first second is
 * additional and does not count.
 */
final class EventDelay {

    private static final int FIRST_MILLIS = 500;

    public static void main(String[] arguments) throws Exception {
        int interval = Integer.parseInt(arguments[3]);
        int lead = 1000 / interval;
        int count = Integer.parseInt(arguments[4]) * 1000 / interval + lead;
        Latencies heads = new Latencies();
        Latencies events = new Latencies();
        AtomicInteger errors = new AtomicInteger();
        Threads.together(Integer.parseInt(arguments[2]), () -> {
            try (Wire wire = Wire.to(arguments[0])) {
                ask(wire, arguments[1], "count=1");
                nextEvent(wire);
                finish(wire);
                long sent = System.nanoTime();
                ask(wire, arguments[1], "count=" + count + "&interval=" + interval + "&first=" + FIRST_MILLIS);
                heads.add(System.nanoTime() - sent);
                for (int i = 0; i < count; i++) {
                    long delay = -nextEvent(wire) + System.nanoTime();
                    if (i >= lead) {
                        events.add(delay);
                    }
                }
            } catch (IOException e) {
                errors.incrementAndGet();
            }
        });
        System.out.printf(
                "requests=%d errors=%d p50=%.1f p95=%.1f p99=%.1f head=%.1f%n",
                events.count(),
                errors.get(),
                events.percentile(50),
                events.percentile(95),
                events.percentile(99),
                heads.percentile(50));
    }

    private static void ask(Wire wire, String host, String query) throws IOException {
        wire.send("GET /events?" + query + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        int status = Message.read(wire).status();
        if (status != 200) {
            throw new IOException("status " + status);
        }
    }

    /** Reads the rest of a stream: the end of its last chunk, and the empty chunk. */
    private static void finish(Wire wire) throws IOException {
        while (!wire.line().equals("0")) {
            // The end of an event.
        }
        wire.line();
    }

    /** Returns when the event was sent. Skips chunk sizes, which are on separate lines. */
    private static long nextEvent(Wire wire) throws IOException {
        String line = wire.line();
        while (!line.startsWith("data: ")) {
            line = wire.line();
        }
        return Long.parseLong(line.substring(6));
    }
}
