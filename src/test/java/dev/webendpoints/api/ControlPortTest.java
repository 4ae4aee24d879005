package dev.webendpoints.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

import static org.assertj.core.api.Assertions.assertThat;

/** What unauthenticated clients may hold of the control port, and for how long, on raw sockets. */
@QuarkusTest
@TestProfile(ControlPortTest.SmallBounds.class)
@QuarkusTestResource(PostgresForTests.class)
class ControlPortTest {

    private static final int MAX_CONNECTIONS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String FORM_HEAD = "POST /v1/oauth/token HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n";
    private static final String HEALTH = "GET /q/health/live HTTP/1.1\r\nHost: x\r\n";

    /** Limits that a test reaches. */
    public static class SmallBounds implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "webendpoints.control.max-connections", Integer.toString(MAX_CONNECTIONS),
                    "webendpoints.control.max-requests", "200",
                    "webendpoints.control.head-timeout", "1s",
                    "webendpoints.control.request-timeout", "3s",
                    "webendpoints.control.max-body-size", "2K");
        }
    }

    private final List<Socket> held = new ArrayList<>();

    @AfterEach
    void letGo() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
    }

    @Test
    void aHeadThatIsNotWholeInTimeIsAnsweredWith408() throws IOException {
        Socket slow = send("GET /q/health/live HTTP/1.1\r\nHost: ");

        assertThat(read(slow)).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void aBodyThatIsNotWholeInTimeIsAnsweredWith408() throws IOException {
        Socket slow = send(FORM_HEAD + "grant_type=");

        assertThat(read(slow)).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void aBodyAfterItsAnswerDoesNotHoldTheConnection() throws IOException {
        Socket slow = send("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");

        assertThat(read(slow)).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void idleConnectionsMakeRoom() throws IOException {
        for (int i = 0; i < 2 * MAX_CONNECTIONS; i++) {
            send("");
        }

        assertThat(read(send(HEALTH + "Connection: close\r\n\r\n"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void slowBodiesMakeRoom() throws IOException {
        for (int i = 0; i < 2 * MAX_CONNECTIONS; i++) {
            send(FORM_HEAD);
        }

        assertThat(read(send(HEALTH + "Connection: close\r\n\r\n"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void requestsInARowWhoseAnswersNobodyTakesEndTheConnection() throws IOException {
        Socket flood = send("");

        assertThat(isClosedWhileSending(flood, (HEALTH + "\r\n").repeat(1000))).isTrue();
    }

    @Test
    void someRequestsInARowAreAnsweredInTheirOrder() throws IOException {
        Socket row = send(
                HEALTH + "\r\n" + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n" + HEALTH + "Connection: close\r\n\r\n");

        assertThat(read(row)).containsSubsequence("HTTP/1.1 200 ", "HTTP/1.1 404 ", "HTTP/1.1 200 ");
    }

    @Test
    void anHttp2AnswerForWhichThereIsNoWindowEndsTheConnection() throws IOException {
        Socket unread = send("");
        unread.getOutputStream().write(http2WithoutWindow("/q/openapi"));

        assertThat(read(unread)).doesNotContain("openapi: 3");
    }

    @Test
    void theBoundOfBodiesIsASetting() throws IOException {
        Socket large = send("POST /v1/oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 2049\r\n\r\n");

        assertThat(read(large))
                .startsWith("HTTP/1.1 413 ")
                .endsWith("The body is longer than 2048 bytes (webendpoints.control.max-body-size).\"}");
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", io.restassured.RestAssured.port);
        held.add(socket);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads until the server closes the connection. */
    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static boolean isClosedWhileSending(Socket socket, String text) {
        Instant deadline = Instant.now().plus(PATIENCE);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            OutputStream out = socket.getOutputStream();
            while (Instant.now().isBefore(deadline)) {
                out.write(bytes);
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    /** The preface, SETTINGS with an initial window of 0, and a GET (RFC 9113; the fields are literals of RFC 7541). */
    private static byte[] http2WithoutWindow(String path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        bytes.write(new byte[] {0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0});
        bytes.write(new byte[] {0, 0, (byte) (7 + path.length()), 1, 5, 0, 0, 0, 1});
        bytes.write(new byte[] {(byte) 0x82, (byte) 0x86, 1, 1, 'x', 4, (byte) path.length()});
        bytes.write(path.getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }
}
