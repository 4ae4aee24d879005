package dev.webendpoints.api;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.webendpoints.modal.generated.BlobCreateRequest;
import dev.webendpoints.modal.generated.ModalClientGrpc;
import dev.webendpoints.testing.OtherSettings;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.codec.http2.Http2Error;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static org.assertj.core.api.Assertions.assertThat;

/** What unauthenticated clients may hold of the control port, and for how long, on raw sockets. */
@QuarkusTest
@TestProfile(OtherSettings.class)
@QuarkusTestResource(PostgresForTests.class)
@Tag("long")
class ControlPortTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String FORM_HEAD = "POST /v1/oauth/token HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n";
    private static final String HEALTH = "GET /q/health/live HTTP/1.1\r\nHost: x\r\n";

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
        for (int i = 0; i < 2 * OtherSettings.MAX_CONNECTIONS; i++) {
            send("");
        }

        assertThat(read(send(HEALTH + "Connection: close\r\n\r\n"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void slowBodiesMakeRoom() throws IOException {
        for (int i = 0; i < 2 * OtherSettings.MAX_CONNECTIONS; i++) {
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
        unread.getOutputStream().write(Http2Bytes.preface(0));
        unread.getOutputStream().write(Http2Bytes.get(1, "/q/openapi"));

        assertThat(read(unread)).doesNotContain("openapi: 3");
    }

    /** The upload may take one second for its 4 MiB in addition to the time limit of every request. */
    @Test
    void anUploadThatIsSlowerThanTheLeastRateIsCut() throws IOException {
        Instant begun = Instant.now();
        Socket slow =
                send("PUT " + announcedUpload(4 << 20) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 4194304\r\n\r\nx");

        assertThat(read(slow)).startsWith("HTTP/1.1 408 ");
        assertThat(Duration.between(begun, Instant.now())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(15));
    }

    /** Opens streams one after another, each with a body that never arrives. */
    @Test
    void theSeventeenthStreamOfAConnectionIsRefused() throws IOException {
        Socket caller = send("");
        caller.getOutputStream().write(Http2Bytes.preface());
        for (int i = 0; i < 17; i++) {
            caller.getOutputStream().write(Http2Bytes.openPost(2 * i + 1, "/v1/oauth/token", 10));
        }

        Http2Bytes.Reset reset = Http2Bytes.readReset(caller.getInputStream());

        assertThat(reset).isEqualTo(new Http2Bytes.Reset(33, Http2Error.REFUSED_STREAM.code()));
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

    private static String announcedUpload(int length) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", io.restassured.RestAssured.port)
                .usePlaintext()
                .build();
        Metadata token = new Metadata();
        token.put(Metadata.Key.of("x-modal-token-id", Metadata.ASCII_STRING_MARSHALLER), "ak-dev");
        token.put(Metadata.Key.of("x-modal-token-secret", Metadata.ASCII_STRING_MARSHALLER), "as-dev");
        try {
            return URI.create(ModalClientGrpc.newBlockingStub(channel)
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(token))
                            .blobCreate(BlobCreateRequest.newBuilder()
                                    .setContentSha256Base64(Base64.getEncoder().encodeToString(new byte[32]))
                                    .setContentLength(length)
                                    .build())
                            .getUploadUrl())
                    .getPath();
        } finally {
            channel.shutdownNow();
        }
    }
}
