package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Bodies that are long, slow, or arrive in pieces. */
@Timeout(60)
class GatewayStreamTest {

    private static final int BLOCK = 1024 * 1024;
    private static final int BLOCKS = 56;
    private static final String LENGTH = "Content-Length: " + BLOCK * BLOCKS + "\r\n\r\n";
    private static final String HEAD = " / HTTP/1.1\r\nHost: dev--open.localhost\r\n";

    private final byte[] block = block();

    private static byte[] block() {
        byte[] block = new byte[BLOCK];
        new Random(7).nextBytes(block);
        return block;
    }

    private long checksum(int blocks) {
        CRC32 sum = new CRC32();
        for (int i = 0; i < blocks; i++) {
            sum.update(block);
        }
        return sum.getValue();
    }

    private static long checksum(Wire wire, int blocks) throws IOException {
        CRC32 sum = new CRC32();
        for (int i = 0; i < blocks; i++) {
            sum.update(wire.bytes(BLOCK));
        }
        return sum.getValue();
    }

    private void sendBlocks(Wire wire) throws IOException {
        for (int i = 0; i < BLOCKS; i++) {
            wire.send(block);
        }
    }

    @Test
    void aCallerWhoHasEndedItsHalfGetsTheWholeAnswer() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\n" + LENGTH);
            sendBlocks(wire);
            wire.read();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send("GET" + HEAD + "\r\n");
            client.head();
            client.endOutput();
            assertThat(checksum(client, BLOCKS)).isEqualTo(checksum(BLOCKS));
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aWorkerThatDoesNotReadStopsTheCaller() throws Exception {
        AtomicLong sent = new AtomicLong();
        BlockingQueue<String> go = new ArrayBlockingQueue<>(1);
        TestUpstream.Script script = wire -> {
            wire.head();
            take(go);
            checksum(wire, BLOCKS);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            wire.read();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send("POST" + HEAD + LENGTH);
            CompletableFuture<Void> upload = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < BLOCKS; i++) {
                        client.send(block);
                        sent.addAndGet(BLOCK);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            AtomicLong before = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(16L * BLOCK);
            go.add("on");
            upload.get(30, TimeUnit.SECONDS);
            assertThat(client.message()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    private static String take(BlockingQueue<String> queue) {
        try {
            return queue.poll(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked\r\n", ""})
    void anEventArrivesWhenItIsSent(String framing) throws Exception {
        BlockingQueue<String> events = new ArrayBlockingQueue<>(3);
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + framing + "\r\n");
            for (int i = 0; i < 3; i++) {
                String event = take(events);
                wire.send(framing.isEmpty() ? event : Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            }
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send("GET" + HEAD + "\r\n");
            assertThat(client.head()).contains("text/event-stream");
            for (int i = 0; i < 3; i++) {
                events.put("data: " + i + "\n\n");
                String expected = framing.isEmpty() ? "data: " + i + "\n\n" : "9\r\ndata: " + i + "\n\n\r\n";
                assertThat(client.text(expected.length())).isEqualTo(expected);
            }
        }
    }
}
