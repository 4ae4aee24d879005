package dev.webendpoints.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** WebSockets: what passes, how long a message may be, and how they end when the server stops. */
@Timeout(30)
@Tag("slow")
class GatewayWebSocketTest {

    private static final String WEB_SOCKET = "GET /ws HTTP/1.1\r\nHost: dev--open.localhost\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static final String GOING_AWAY = "\u0088\u0002\u0003\u00e9";

    @Test
    void webSocketFramesSubprotocolAndCloseCodePass() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(WebSockets::echo);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send("GET /ws HTTP/1.1\r\nHost: dev--open.localhost\r\nConnection: Upgrade\r\n"
                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(client.head())
                    .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                    .contains("Sec-WebSocket-Protocol: chat\r\n");
            assertThat(client.send(WebSockets.masked(1, "hello")).text(7)).isEqualTo("\u0081\u0005hello");
            assertThat(client.send(WebSockets.masked(8, "\u000f\u00a1")).rest()).isEqualTo("\u0088\u0002\u000f\u00a1");
            gateway.awaitNoLease();
        }
    }

    @Test
    void aMessageThatIsTooLongClosesBothSides() throws Exception {
        CompletableFuture<byte[]> seen = new CompletableFuture<>();
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            wire.bytes(WebSockets.masked(1, "hello").length);
            seen.complete(wire.bytes(8));
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(WEB_SOCKET);
            client.head();
            client.send(WebSockets.masked(1, "hello"));
            client.send(header(0x81, (int) TestGateway.MAX_MESSAGE + 1));
            assertThat(client.rest()).isEqualTo("\u0088\u0002\u0003\u00f1");
            assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly(0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9);
            gateway.awaitNoLease();
        }
    }

    @Test
    void aMessageOfTheGreatestLengthPasses() throws Exception {
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            seen.complete(wire.bytes(14 + (int) TestGateway.MAX_MESSAGE).length);
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(WEB_SOCKET);
            client.head();
            client.send(header(0x81, (int) TestGateway.MAX_MESSAGE)).send(new byte[(int) TestGateway.MAX_MESSAGE]);
            assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(14 + (int) TestGateway.MAX_MESSAGE);
        }
    }

    @Test
    void aWorkersMessageThatIsTooLongClosesBothSides() throws Exception {
        CompletableFuture<byte[]> seen = new CompletableFuture<>();
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            wire.send(ByteBuffer.allocate(10)
                    .put((byte) 0x82)
                    .put((byte) 127)
                    .putLong(1L << 40)
                    .array());
            seen.complete(wire.bytes(8));
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(WEB_SOCKET);
            client.head();
            assertThat(client.rest()).isEqualTo(GOING_AWAY);
            assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly(0x88, 0x82, 0, 0, 0, 0, 0x03, 0xf1);
        }
    }

    @Test
    void aTimeoutIsTheReasonOfTheCloseFrame() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(WebSockets::echo);
                TestGateway gateway = new TestGateway(TestGateway.CLIENTS, TestGateway.WORKERS, Duration.ofSeconds(1))
                        .before(upstream)) {
            // Given
            Wire client = gateway.connect().send(WEB_SOCKET);
            client.head();
            // When
            String last = client.rest();
            // Then
            String reason = "function execution timed out: its timeout is 1 s (timeout= of the function)";
            assertThat(last).isEqualTo("\u0088" + (char) (reason.length() + 2) + "\u0003\u00f3" + reason);
        }
    }

    @Test
    void aStopSaysGoingAwayToAWebSocket() throws Exception {
        try (TestUpstream upstream = TestUpstream.unix(WebSockets::echo);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(WEB_SOCKET);
            client.head();
            assertThat(client.send(WebSockets.masked(1, "hello")).text(7)).isEqualTo("\u0081\u0005hello");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.stop(Duration.ofSeconds(60)));
            assertThat(client.rest()).isEqualTo(GOING_AWAY);
            client.close();
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aStopSaysGoingAwayToTheWorkerAsAClientWould() throws Exception {
        CompletableFuture<byte[]> seen = new CompletableFuture<>();
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            seen.complete(wire.bytes(8));
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(WEB_SOCKET);
            client.head();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.stop(Duration.ofSeconds(60)));
            client.rest();
            client.close();
            assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly(0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9);
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void goingAwayWaitsForTheEndOfAFrame() throws Exception {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            wire.send("\u0081\u0005he");
            wire.bytes(8);
            wire.send("llo");
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(WEB_SOCKET);
            client.head();
            assertThat(client.text(4)).isEqualTo("\u0081\u0005he");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.stop(Duration.ofSeconds(60)));
            assertThat(client.rest()).isEqualTo("llo" + GOING_AWAY);
            client.close();
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTunnelThatOpensDuringAStopEndsAtOnce() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        TestUpstream.Script script = wire -> {
            wire.head();
            arrived.complete(null);
            go.join();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire idle = gateway.connect();
            Wire client = gateway.connect().send(WEB_SOCKET);
            arrived.get(10, TimeUnit.SECONDS);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.stop(Duration.ofSeconds(60)));
            idle.rest();
            go.complete(null);
            client.head();
            assertThat(client.rest()).isEqualTo(GOING_AWAY);
            client.close();
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    private static byte[] header(int first, int length) {
        return ByteBuffer.allocate(14)
                .put((byte) first)
                .put((byte) 0xff)
                .putLong(length)
                .putInt(0)
                .array();
    }
}
