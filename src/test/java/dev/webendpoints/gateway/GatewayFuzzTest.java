package dev.webendpoints.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.relay.client.ClientLimits;
import dev.webendpoints.gateway.relay.exchange.WorkerLimits;

import static dev.webendpoints.gateway.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

/** Random bytes to a running gateway and from its worker; the gateway must survive them and leak nothing. */
@Timeout(60)
class GatewayFuzzTest {

    private static final int CALLERS = 240;
    private static final String GET = "GET / HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final String[] REQUESTS = {
        GET,
        "HEAD / HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: dev--open.localhost\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: dev--open.localhost\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: nobody.localhost\r\n\r\n"
    };

    private static final String[] ANSWERS = {
        OK,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
        "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nbytes",
        "HTTP/1.1 200 OK\r\n\r\nuntil the end",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"
    };

    private static String mutated(Random random, String text) {
        StringBuilder bytes = new StringBuilder(text);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.length());
            switch (random.nextInt(4)) {
                case 0 -> bytes.deleteCharAt(at);
                case 1 -> bytes.setCharAt(at, (char) random.nextInt(256));
                case 2 -> bytes.insert(at, (char) random.nextInt(256));
                default -> bytes.setLength(at + 1);
            }
        }
        return bytes.toString();
    }

    /** An HTTP/2 connection: two requests, and one of the frames that clients send in between. */
    private static String http2(Random random) {
        String[] between = {
            frame(3, 0, 1, "\0\0\0\b"),
            frame(6, 0, 0, "12345678"),
            frame(8, 0, 0, "\0\0\0\1"),
            frame(9, 4, 1, Frames.GET),
            frame(2, 0, 1, "\0\0\0\3\1"),
            frame(7, 0, 0, "\0\0\0\0\0\0\0\0"),
            frame(200, 0, 1, "unknown")
        };
        String frames = frame(4, 0, 0, "")
                + frame(1, 5, 1, Frames.GET)
                + between[random.nextInt(between.length)]
                + frame(1, 4, 3, Frames.POST)
                + frame(0, random.nextInt(2), 3, "hello");
        return Frames.PREFACE + mutated(random, frames);
    }

    private static void answerAnything(Wire wire) throws IOException {
        Random random = new Random(wire.hashCode());
        while (true) {
            wire.head();
            wire.send(mutated(random, ANSWERS[random.nextInt(ANSWERS.length)]));
            if (random.nextInt(3) == 0) {
                return;
            }
        }
    }

    private static void call(TestGateway gateway, Random random) throws IOException {
        Wire client = gateway.connect();
        try {
            if (random.nextInt(3) == 0) {
                client.send(http2(random));
            } else {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    client.send(mutated(random, REQUESTS[random.nextInt(REQUESTS.length)]));
                }
            }
            if (random.nextBoolean()) {
                client.endOutput();
                client.rest();
            } else if (random.nextBoolean()) {
                client.reset();
            }
        } catch (IOException e) {
            // Any failure of the connection is allowed: the end of the test checks the gateway.
        } finally {
            client.close();
        }
    }

    @Test
    void theGatewayIsWellAfterBytesOfAllKinds() throws IOException {
        try (TestUpstream wild = TestUpstream.unix(GatewayFuzzTest::answerAnything);
                TestUpstream good = TestUpstream.unix(wire -> {
                    while (true) {
                        wire.head();
                        wire.send(OK);
                    }
                });
                TestGateway gateway = new TestGateway(
                                new ClientLimits(
                                        Duration.ofMillis(300),
                                        Duration.ofMillis(300),
                                        Duration.ofMillis(300),
                                        Duration.ofMillis(300),
                                        Duration.ofMillis(100),
                                        10_000),
                                new WorkerLimits(
                                        Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(4), 4),
                                Duration.ofMillis(800))
                        .before(wild)) {
            IntStream.range(0, 8).parallel().forEach(thread -> {
                Random random = new Random(thread);
                for (int i = 0; i < CALLERS / 8; i++) {
                    try {
                        call(gateway, random);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            gateway.pools.workerId = "ta-2";
            gateway.before(good);
            assertThat(gateway.connect().send(GET).message()).endsWith("\r\n\r\nok");
            gateway.awaitNoLease();
        }
    }
}
