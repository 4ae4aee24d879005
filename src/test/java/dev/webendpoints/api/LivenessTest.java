package dev.webendpoints.api;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.testing.OtherSettings;
import dev.webendpoints.testing.PostgresForTests;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

import static org.assertj.core.api.Assertions.assertThat;

/** Liveness probes are answered regardless of the server's load. */
@QuarkusTest
@TestProfile(OtherSettings.class)
@QuarkusTestResource(PostgresForTests.class)
@Tag("long")
class LivenessTest {

    private static final String QUESTION = "GET /q/health/live HTTP/1.1\r\nHost: x\r\n\r\n";

    @Inject
    Vertx vertx;

    @Test
    void itIsAnsweredWhileEveryEventLoopIsBusy() throws Exception {
        // Given
        CountDownLatch done = new CountDownLatch(1);
        for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
            CountDownLatch busy = new CountDownLatch(1);
            loop.execute(() -> {
                busy.countDown();
                await(done);
            });
            await(busy);
        }

        // When
        String answer;
        try {
            answer = answer(QUESTION);
        } finally {
            done.countDown();
        }

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nConnection: close\r\n");
    }

    @Test
    void itIsWhatTheHealthEndpointSays() throws Exception {
        String usual = answer("GET /q/health/live?asked=as-usual HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(body(answer(QUESTION))).isEqualTo(body(usual));
    }

    @Test
    void aQuestionInPiecesIsAnswered() throws Exception {
        assertThat(answer("GET /q/hea", "lth/live HTTP/1.1\r\nHo", "st: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void anotherRequestThatBeginsLikeItIsServed() throws Exception {
        assertThat(answer("GET /q/health/", "nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    /** The JDK's client asks for it with the first request of a connection (RFC 7540 §3.2). */
    @Test
    void aConnectionThatUpgradesToHttp2IsServed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/q/openapi"))
                .build();

        HttpResponse<Void> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());

        assertThat(answer)
                .extracting(HttpResponse::statusCode, HttpResponse::version)
                .containsExactly(200, HttpClient.Version.HTTP_2);
    }

    private static JsonNode body(String answer) throws IOException {
        return new ObjectMapper().readTree(answer.substring(answer.indexOf('{')));
    }

    private static String answer(String... pieces) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            for (String piece : pieces) {
                socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
