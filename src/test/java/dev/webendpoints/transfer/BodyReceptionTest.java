package dev.webendpoints.transfer;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.failure.TooLarge;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import static org.assertj.core.api.Assertions.assertThat;

class BodyReceptionTest {

    private static final int LIMIT = 10;
    private static final int SECONDS = 20;

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Long> outcome = new CompletableFuture<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aBodyIsInTheFile() throws Exception {
        HttpServer server = serve(this::receive);

        try (Socket client = sent(server, 10, "0123456789")) {

            assertThat(outcome.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(10);
        }
        assertThat(directory.resolve("body")).hasContent("0123456789");
    }

    @Test
    void aBodyBeyondTheLimitFails() throws Exception {
        HttpServer server = serve(this::receive);

        try (Socket client = sent(server, 11, "0123456789a")) {

            assertThat(outcome)
                    .failsWithin(SECONDS, TimeUnit.SECONDS)
                    .withThrowableOfType(Exception.class)
                    .withCauseInstanceOf(TooLarge.class);
        }
    }

    @Test
    void aClientThatLeavesAmidItsBodyFails() throws Exception {
        HttpServer server = serve(this::receive);

        sent(server, 10, "01234").close();

        assertThat(outcome)
                .failsWithin(SECONDS, TimeUnit.SECONDS)
                .withThrowableOfType(Exception.class)
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void aClientThatHasLeftBeforeFails() throws Exception {
        HttpServer server = serve(
                request -> request.connection().closeHandler(closed -> vertx.runOnContext(later -> receive(request))));

        sent(server, 10, "01234").close();

        assertThat(outcome)
                .failsWithin(SECONDS, TimeUnit.SECONDS)
                .withThrowableOfType(Exception.class)
                .withCauseInstanceOf(IOException.class);
    }

    private void receive(HttpServerRequest request) {
        request.pause();
        vertx.fileSystem()
                .open(directory.resolve("body").toString(), new OpenOptions().setWrite(true))
                .compose(file -> {
                    Future<Long> received =
                            new BodyReception(request, file, LIMIT, () -> new TooLarge("too large")).received();
                    return received.eventually(() -> file.close());
                })
                .onSuccess(outcome::complete)
                .onFailure(outcome::completeExceptionally);
    }

    private HttpServer serve(Handler<HttpServerRequest> handler) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS);
    }

    private static Socket sent(HttpServer server, int announced, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.actualPort());
        String head = "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + announced + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
