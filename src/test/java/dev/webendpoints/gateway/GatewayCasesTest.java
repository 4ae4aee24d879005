package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.relay.client.ClientLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Cases of docs/gateway-cases.md that need many clients, or more than one connection. */
@Timeout(60)
@Tag("slow")
class GatewayCasesTest {

    private static final String HOST = "Host: dev--open.localhost\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST + "\r\n";
    private static final String WEB_SOCKET = "GET /ws HTTP/1.1\r\n" + HOST
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final String GOING_AWAY = "\u0088\u0002\u0003\u00e9";

    @Test
    void aStopFinishesEndsAndRefusesAtOnce() throws Exception {
        // Given
        CountDownLatch arrived = new CountDownLatch(100);
        CountDownLatch go = new CountDownLatch(1);
        TestUpstream.Script script = wire -> {
            String head = wire.head();
            if (head.startsWith("GET /ws")) {
                wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
                wire.rest();
            } else {
                arrived.countDown();
                awaitQuietly(go);
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                wire.rest();
            }
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            List<Wire> sockets = open(gateway, 50, WEB_SOCKET);
            for (Wire socket : sockets) {
                socket.head();
            }
            List<Wire> running = open(gateway, 100, GET);
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            gateway.pools.answer = gateway.pools.waiting::add;
            List<Wire> queued = open(gateway, 20, GET);
            await().until(() -> gateway.pools.waiting.size() == 20);
            // When
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.stop(Duration.ofSeconds(30)));
            // Then
            for (Wire caller : queued) {
                assertThat(caller.message())
                        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                        .contains("\r\nretry-after: 1\r\n");
            }
            for (Wire socket : sockets) {
                assertThat(socket.rest()).isEqualTo(GOING_AWAY);
                socket.close();
            }
            go.countDown();
            for (Wire caller : running) {
                assertThat(caller.message()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok");
                caller.close();
            }
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    private static List<Wire> open(TestGateway gateway, int count, String request) throws IOException {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            wires.add(gateway.connect().send(request));
        }
        return wires;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void hundredsOfSlowHeadsAreClosedAndOthersAreServed() throws Exception {
        // Given
        ClientLimits impatient = new ClientLimits(
                Duration.ofSeconds(1),
                Duration.ofSeconds(75),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                1024 * 1024);
        TestUpstream.Script script = wire -> {
            while (true) {
                wire.head();
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway =
                        new TestGateway(impatient, TestGateway.WORKERS, Duration.ofSeconds(300)).before(upstream)) {
            Wire other = gateway.connect();
            // When
            List<Wire> slow = open(gateway, 500, "GET / HTTP/1.1\r\nHos");
            // Then
            assertThat(other.send(GET).message()).endsWith("\r\n\r\nok");
            for (Wire caller : slow) {
                assertThat(caller.rest()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
            }
            assertThat(other.send(GET).message()).endsWith("\r\n\r\nok");
        }
    }

    @Test
    void aConnectionBeyondTheBoundIsClosedAndOneThatEndsMakesRoom() throws Exception {
        // Given
        AtomicInteger waiting = new AtomicInteger();
        Semaphore answers = new Semaphore(0);
        TestUpstream.Script script = wire -> {
            while (true) {
                wire.head();
                waiting.incrementAndGet();
                answers.acquireUninterruptibly();
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway =
                        new TestGateway(new ListenAddress("127.0.0.1", 0, 0, 2, Optional.empty())).before(upstream)) {
            Wire first = gateway.connect().send(GET);
            Wire second = gateway.connect().send(GET);
            await().until(() -> waiting.get() == 2);
            // When
            Wire third = gateway.connect();
            // Then
            assertThat(third.read()).isEqualTo(-1);
            answers.release(Short.MAX_VALUE);
            assertThat(second.message()).endsWith("ok");
            first.close();
            await().ignoreExceptions()
                    .until(() -> gateway.connect().send(GET).message().endsWith("ok"));
        }
    }

    @Test
    void anUploadThatIsRefusedBeforeItsBodyLeavesNoConnectionBehind() throws Exception {
        // Given
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno");
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            // When
            Wire client = gateway.connect()
                    .send("POST / HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            // Then
            assertThat(client.message())
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                    .contains("Connection: close\r\n");
            await().until(() -> upstream.ended.get() == 1);
            gateway.connect().send(GET).message();
            assertThat(upstream.accepted).as("connections to the worker").hasValue(2);
        }
    }
}
