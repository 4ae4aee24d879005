package dev.webendpoints.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.H2.Stream;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

import static dev.webendpoints.gateway.H2.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Long exchanges over HTTP/2: streams, backpressure, WebSockets (RFC 8441), the server's shutdown. */
@Timeout(60)
class GatewayHttp2FlowTest extends Http2Fixture {

    private static final int BLOCK = 1024 * 1024;
    private static final String GOING_AWAY = "\u0088\u0002\u0003\u00e9";

    private Stream webSocket(String... more) {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method("CONNECT")
                .scheme("http")
                .authority(HOST)
                .path("/ws")
                .add(":protocol", "websocket")
                .add("sec-websocket-version", "13");
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        return h2.open().headers(headers, false);
    }

    @Test
    void anEventArrivesWhenItIsSent() throws IOException {
        // Given
        LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
        before(wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            for (String event = next(events); !event.isEmpty(); event = next(events)) {
                wire.send(event);
            }
        });
        Stream stream = h2.request("GET", HOST, "/", true);
        stream.head();
        // When
        events.add("data: 1\n\n");
        // Then
        assertThat(stream.text(9)).isEqualTo("data: 1\n\n");
        events.add("");
        assertThat(stream.body()).isEmpty();
    }

    @Test
    void aWorkerThatDoesNotReadStopsItsStreamOnly() throws IOException {
        // Given
        LinkedBlockingQueue<String> go = new LinkedBlockingQueue<>();
        before(wire -> {
            String head = wire.head();
            if (head.startsWith("POST")) {
                seen.add(head);
                next(go);
            } else {
                wire.send("HTTP/1.1 204 No Content\r\n\r\n");
            }
        });
        Stream upload = h2.request("POST", HOST, "/", false);
        next(seen);
        for (int i = 0; i < 16; i++) {
            upload.data(new byte[BLOCK / 2], false);
        }
        await().until(() -> !upload.isWritable());
        // When
        Http2Headers head = h2.request("GET", HOST, "/", true).head();
        // Then
        assertThat(head.status()).asString().isEqualTo("204");
        assertThat(upload.isWritable()).isFalse();
        upload.reset(Http2Error.CANCEL);
        gateway.awaitNoLease();
        go.add("on");
    }

    @Test
    void theServerSaysThatWebSocketsMayBeAskedFor() throws IOException {
        // When
        before(wire -> {});
        // Then
        Http2Settings settings = next(h2.settings);
        assertThat(settings.connectProtocolEnabled()).isTrue();
    }

    @Test
    void aWebSocketIsAnUpgradeForTheWorker() throws IOException {
        // Given
        before(wire -> {
            seen.add(wire.head());
            wire.read();
        });
        // When
        webSocket("sec-websocket-protocol", "chat");
        // Then
        assertThat(next(seen))
                .startsWith("GET /ws HTTP/1.1\r\nhost: " + HOST + "\r\nsec-websocket-version: 13\r\n"
                        + "sec-websocket-protocol: chat\r\nupgrade: websocket\r\nsec-websocket-key: ")
                .contains("==\r\n")
                .contains("\r\nConnection: Upgrade\r\n");
    }

    @Test
    void webSocketFramesSubprotocolAndCloseCodePass() throws IOException {
        // Given
        before(WebSockets::echo);
        Stream stream = webSocket("sec-websocket-protocol", "chat");
        // When
        Http2Headers head = stream.head();
        // Then
        assertThat(head.status()).asString().isEqualTo("200");
        assertThat(head.get("sec-websocket-protocol")).asString().isEqualTo("chat");
        assertThat(head.get("sec-websocket-accept")).isNull();
        stream.data(WebSockets.masked(1, "hello"), false);
        assertThat(stream.text(7)).isEqualTo("\u0081\u0005hello");
        stream.data(WebSockets.masked(8, "\u000f\u00a1"), false);
        assertThat(stream.body()).isEqualTo("\u0088\u0002\u000f\u00a1");
        gateway.awaitNoLease();
    }

    @Test
    void aRefusedWebSocketPassesStatusAndBody() throws IOException {
        // Given
        before(wire -> {
            wire.head();
            wire.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        });
        // When
        Stream stream = webSocket();
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("403");
        assertThat(stream.body()).isEqualTo("no");
    }

    @Test
    void anUnknownProtocolIsNotImplemented() throws IOException {
        // Given
        before(wire -> {});
        // When
        Stream stream = h2.open()
                .headers(
                        new DefaultHttp2Headers(false)
                                .method("CONNECT")
                                .scheme("http")
                                .authority(HOST)
                                .path("/")
                                .add(":protocol", "connect-udp"),
                        false);
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("501");
    }

    @Test
    void theEndOfTheCallersHalfReachesTheWorker() throws IOException {
        // Given
        before(wire -> {
            wire.head();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            wire.send(wire.rest() + "bye");
        });
        Stream stream = webSocket();
        stream.head();
        // When
        stream.data("last", true);
        // Then
        assertThat(stream.body()).isEqualTo("lastbye");
    }

    @Test
    void aStopSaysGoingAwayToConnectionAndWebSocket() throws Exception {
        // Given
        before(WebSockets::echo);
        Stream stream = webSocket();
        stream.head();
        // When
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.stop(Duration.ofSeconds(60)));
        // Then
        assertThat(next(h2.goAways)).isEqualTo(Http2Error.NO_ERROR.code());
        assertThat(stream.text(4)).isEqualTo(GOING_AWAY);
        stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aStopLetsStreamsThatAreOpenFinish() throws Exception {
        // Given
        LinkedBlockingQueue<String> go = new LinkedBlockingQueue<>();
        before(wire -> {
            seen.add(wire.head());
            next(go);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        Stream stream = h2.request("GET", HOST, "/", true);
        next(seen);
        // When
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.stop(Duration.ofSeconds(60)));
        // Then
        next(h2.goAways);
        go.add("go");
        stream.head();
        assertThat(stream.body()).isEqualTo("ok");
        stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aPrefaceThatComesInPartsIsStillHttp2() throws Exception {
        // Given
        before(wire -> {});
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Wire client = gateway.connect();
        for (byte octet : preface) {
            client.send(new byte[] {octet});
        }
        // When
        client.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        // Then
        byte[] header = client.bytes(9);
        assertThat(header[3]).as("a SETTINGS frame").isEqualTo((byte) 4);
    }
}
