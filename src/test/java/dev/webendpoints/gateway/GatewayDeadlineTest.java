package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.relay.client.ClientLimits;
import dev.webendpoints.gateway.relay.exchange.WorkerLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Slow clients and workers, and the server's shutdown. */
@Timeout(30)
@Tag("slow")
class GatewayDeadlineTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n";
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ClientLimits IMPATIENT = new ClientLimits(SHORT, SHORT, SHORT, SHORT, SHORT, 100_000);

    private static WorkerLimits workers(Duration responseStart) {
        return new WorkerLimits(Duration.ofSeconds(2), responseStart, Duration.ofSeconds(4), 16);
    }

    private static void silence(Wire wire) throws IOException {
        wire.head();
        wire.rest();
    }

    private static void silentStream(Wire wire) throws IOException {
        wire.head();
        wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
        wire.rest();
    }

    @Test
    void aHeadThatDoesNotEndIs408() throws IOException {
        try (TestGateway gateway = new TestGateway(IMPATIENT, workers(LONG), LONG)) {
            assertThat(gateway.connect().send("GET / HT").rest()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws IOException {
        try (TestGateway gateway = new TestGateway(IMPATIENT, workers(LONG), LONG)) {
            assertThat(gateway.connect().rest()).isEmpty();
        }
    }

    @Test
    void aBodyThatStopsComingIs408() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(GatewayDeadlineTest::silence);
                TestGateway gateway = new TestGateway(IMPATIENT, workers(LONG), LONG).before(upstream)) {
            Wire client = gateway.connect();
            client.send("POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 9\r\n\r\nabc");
            assertThat(client.rest()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        }
    }

    @Test
    void aColdStartIsNotTheCallersSilence() throws Exception {
        TestUpstream.Script script = wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway(IMPATIENT, workers(LONG), LONG).before(upstream)) {
            CompletableFuture<Void> ready = new CompletableFuture<>();
            gateway.pools.answer = waiter -> ready.thenRun(() -> waiter.onLease(gateway.pools.lease()));
            Wire client = gateway.connect();
            client.send("POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 2\r\n\r\n");
            ready.completeAsync(() -> null, CompletableFuture.delayedExecutor(1200, TimeUnit.MILLISECONDS));
            ready.get(10, TimeUnit.SECONDS);
            assertThat(client.send("hi").message()).endsWith("\r\n\r\nok");
        }
    }

    @Test
    void aReaderThatTakesNothingIsCut() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
            wire.send(new byte[50_000_000]);
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway(IMPATIENT, workers(LONG), LONG).before(upstream)) {
            gateway.connect().send(GET).head();
            await().atMost(Duration.ofSeconds(10)).until(() -> gateway.pools.released.get() == 1);
        }
    }

    @Test
    void aReaderThatTakesNothingDoesNotTakeTheCutForTheAnswersEnd() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\n\r\n");
            wire.send(new byte[50_000_000]);
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway(IMPATIENT, workers(LONG), LONG).before(upstream)) {
            Wire client = gateway.connect().send(GET);
            client.head();
            gateway.awaitNoLease();
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void anUploadThatFlowsIsNotTheFunctionsSilence() throws Exception {
        TestUpstream.Script script = wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway =
                        new TestGateway(TestGateway.CLIENTS, workers(Duration.ofSeconds(3)), LONG).before(upstream)) {
            Wire client = gateway.connect();
            client.send("POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 15\r\n\r\n");
            for (int i = 0; i < 15; i++) {
                // The pace of the upload: longer than the deadline in total, each pause a twelfth of it.
                TimeUnit.MILLISECONDS.sleep(250);
                client.send("x");
            }
            assertThat(client.message()).endsWith("\r\n\r\nok");
        }
    }

    @Test
    void aColdStartCountsForTheResponseStart() throws IOException {
        try (TestGateway gateway = new TestGateway(TestGateway.CLIENTS, workers(SHORT), LONG)) {
            gateway.pools.answer = gateway.pools.waiting::add;
            assertThat(gateway.connect().send(GET).message()).startsWith("HTTP/1.1 303 See Other\r\n");
            assertThat(gateway.pools.cancelled).hasValue(0);
        }
    }

    @Test
    void aStopLetsWhatIsOpenFinishAndAcceptsNothingNew() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        TestUpstream.Script script = wire -> {
            wire.head();
            arrived.complete(null);
            go.join();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            // Connections go to the loops in turn, so each loop has one; its end shows that the loop has seen the stop.
            List<Wire> idle = new ArrayList<>();
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                idle.add(gateway.connect());
            }
            Wire busy = gateway.connect().send(GET);
            arrived.get(10, TimeUnit.SECONDS);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.stop(Duration.ofSeconds(20)));
            for (Wire connection : idle) {
                assertThat(connection.rest()).isEmpty();
            }
            go.complete(null);
            assertThat(busy.rest()).contains("Connection: close\r\n").endsWith("ok");
            busy.close();
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aStopAnswersThoseWhoWaitForAWorker() throws Exception {
        try (TestGateway gateway = new TestGateway()) {
            gateway.pools.answer = gateway.pools.waiting::add;
            Wire client = gateway.connect().send(GET);
            await().until(() -> gateway.pools.waiting.size() == 1);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.stop(Duration.ofSeconds(20)));
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("retry-after: 1\r\n");
            client.close();
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aStopCutsWhatIsStillOpenAfterTheGrace() throws Exception {
        try (TestUpstream upstream = TestUpstream.unix(GatewayDeadlineTest::silentStream);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(GET);
            client.head();
            gateway.stop(Duration.ofMillis(100));
            assertThat(client.rest()).isEqualTo("1\r\na\r\n");
        }
    }

    @Test
    void aStopThatCutsAnAnswerWithoutLengthResetsIt() throws Exception {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\n\r\nhalf of it");
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(GET);
            client.head();
            gateway.stop(Duration.ofMillis(100));
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
    }
}
