package dev.webendpoints.api;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.webendpoints.testing.OtherSettings;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Headers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Long messages of authenticated callers, split as no client library does. */
@QuarkusTest
@TestProfile(OtherSettings.class)
@QuarkusTestResource(PostgresForTests.class)
@Tag("long")
class LongMessagesTest {

    private static final int PREFIX = 5;
    private static final int MIB = 1 << 20;

    /** Bytes that a stream may send before the server updates its window. */
    private static final int WINDOW = 8 * MIB;

    @Inject
    Tenants tenants;

    private final List<Socket> open = new ArrayList<>();

    @BeforeEach
    void aCaller() {
        tenants.dev();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Test
    void aMessageInSingleBytesIsRead() throws IOException {
        Socket caller = call("EnvironmentList");

        send(caller, new byte[PREFIX], 1);

        assertThat(trailers(caller).get("grpc-status")).hasToString("0");
    }

    /** Copying the message with every frame would copy 64 GB. */
    @Test
    void aMessageInManyFramesIsNotCopiedWithEachOfThem() throws IOException {
        Socket caller = call("AppList");

        Http2Headers trailers = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            send(caller, message(WINDOW - PREFIX, WINDOW - PREFIX), 512);
            return trailers(caller);
        });

        assertThat(trailers.get("grpc-status")).hasToString(Integer.toString(Status.Code.INVALID_ARGUMENT.value()));
    }

    /** Three messages with 7 MiB so far, and memory for two. */
    @Test
    void messagesThatDoNotEndAreBoundedTogether() throws Exception {
        List<CompletableFuture<Http2Headers>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket caller = call("AppList");
            begin(caller);
            answers.add(CompletableFuture.supplyAsync(() -> trailers(caller)));
        }

        Http2Headers first = (Http2Headers) CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                .get(20, TimeUnit.SECONDS);

        assertThat(first.get("grpc-status")).hasToString(Integer.toString(Status.Code.UNAVAILABLE.value()));
        assertThat(first.get("grpc-message")).hasToString("The server receives too much at once; try again.");
    }

    @Test
    void messagesOfCallersWhoHaveLeftAreForgotten() throws IOException {
        for (int i = 0; i < 10; i++) {
            Socket caller = call("AppList");
            begin(caller);
            caller.close();
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Socket caller = call("AppList");
            send(caller, message(WINDOW - PREFIX, WINDOW - PREFIX), MIB);
            assertThat(trailers(caller).get("grpc-status"))
                    .hasToString(Integer.toString(Status.Code.INVALID_ARGUMENT.value()));
        });
    }

    private Socket call(String rpc) throws IOException {
        Socket socket = new Socket("127.0.0.1", io.restassured.RestAssured.port);
        open.add(socket);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(Http2Bytes.preface());
        socket.getOutputStream()
                .write(Http2Bytes.openCall(
                        1,
                        "/modal.client.ModalClient/" + rpc,
                        "x-modal-token-id",
                        "ak-dev",
                        "x-modal-token-secret",
                        "as-dev"));
        return socket;
    }

    /** Announces 90 MiB and sends 7 MiB. */
    private static void begin(Socket caller) throws IOException {
        byte[] message = message(90 * MIB, 7 * MIB);
        for (int at = 0; at < message.length; at += MIB) {
            int end = Math.min(message.length, at + MIB);
            caller.getOutputStream().write(Http2Bytes.data(1, message, at, end, false));
        }
    }

    private static Http2Headers trailers(Socket caller) {
        try {
            return Http2Bytes.readTrailers(caller.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param announced length in the prefix, which may exceed {@code sent} */
    private static byte[] message(int announced, int sent) {
        return ByteBuffer.allocate(PREFIX + sent)
                .put((byte) 0)
                .putInt(announced)
                .array();
    }

    private static void send(Socket caller, byte[] bytes, int frame) throws IOException {
        OutputStream out = caller.getOutputStream();
        for (int at = 0; at < bytes.length; at += frame) {
            int end = Math.min(bytes.length, at + frame);
            out.write(Http2Bytes.data(1, bytes, at, end, end == bytes.length));
        }
    }
}
