package dev.webendpoints.e2e;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;

import static org.assertj.core.api.Assertions.assertThat;

/** What flows: events, sockets, large bodies. */
class StreamsIT {

    private static final String HOST = "e2e--streams-asgi";
    private static final int MEGABYTES = 100;

    private static final Vertx VERTX = Vertx.vertx();

    private static LiveServer server;

    @AfterAll
    static void closeClients() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeAll
    static void deploy() {
        server = SharedServer.get();
        ModalCli.of(ModalCli.NEWEST, server)
                .with("WEBENDPOINTS_TEST_APP", "streams")
                .with("WEBENDPOINTS_TEST_PORT", "8322")
                .deploy(TestApps.KINDS)
                .succeeded();
        // Warm, so that no test waits for a start.
        server.get(HOST, "/client");
    }

    @Test
    void anEventArrivesWhenItIsSent() throws Exception {
        // Given
        HttpRequest request = server.to(HOST, "/events").build();
        // When
        try (BufferedReader events = new BufferedReader(new InputStreamReader(
                server.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()))) {
            events.readLine();
            long first = System.nanoTime();
            events.readLine();
            events.readLine();
            long second = System.nanoTime();
            // Then: the function waits one second between the two; had they come together, there were none between
            // them.
            assertThat(Duration.ofNanos(second - first)).isGreaterThan(Duration.ofMillis(500));
        }
    }

    @Test
    void aLargeUploadArrivesWhole() {
        // Given
        byte[] block = new byte[1_000_000];
        Iterable<byte[]> blocks = () ->
                java.util.stream.Stream.generate(() -> block).limit(MEGABYTES).iterator();
        // When
        HttpResponse<String> answer = server.send(server.to(HOST, "/length")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(blocks))
                .build());
        // Then
        assertThat(answer.body()).isEqualTo("{\"bytes\":100000000}");
    }

    @Test
    void aLargeDownloadArrivesWhole() throws Exception {
        // When
        long received = 0;
        try (InputStream body = server.send(
                        server.to(HOST, "/download/" + MEGABYTES).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            byte[] buffer = new byte[64 * 1024];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                received += count;
            }
        }
        // Then
        assertThat(received).isEqualTo(100_000_000L);
    }

    @Test
    void aWebSocketEchoes() throws Exception {
        // Given
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = connect();
        socket.textMessageHandler(answer::complete);
        // When
        socket.writeTextMessage("hello");
        // Then
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("you said: hello");
    }

    @Test
    void aWebSocketsSubprotocolIsTheFunctionsChoice() throws Exception {
        assertThat(connect().subProtocol()).isEqualTo("parrot");
    }

    /** To the address, whatever the hostname resolves to. */
    private static WebSocket connect() throws Exception {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setServer(SocketAddress.inetSocketAddress(server.gatewayPort(), "127.0.0.1"))
                .setHost(HOST + ".localhost")
                .setPort(server.gatewayPort())
                .setURI("/echo")
                .addSubProtocol("parrot");
        return VERTX.createWebSocketClient()
                .connect(options)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
