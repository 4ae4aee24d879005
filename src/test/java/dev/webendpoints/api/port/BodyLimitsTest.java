package dev.webendpoints.api.port;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.testing.PostgresForTests;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What an unauthenticated client may send to the control port, on raw sockets. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class BodyLimitsTest {

    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String BASIC = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("ak-dev:as-dev".getBytes(StandardCharsets.US_ASCII)) + "\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] CHUNK = chunk("a".repeat(16 * 1024));

    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
            return new byte[0];
        }
    };

    private static final MethodDescriptor<byte[], byte[]> HEALTH_CHECK = MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("grpc.health.v1.Health/Check")
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"/v1/oauth/token", "/v1/web-endpoints", "/v1/proxy-tokens", "/q/health", "/nothing", "/"})
    void aBodyThatIsAnnouncedTooLongIsRefusedBeforeItIsSent(String path) throws IOException {
        try (Socket socket = connect()) {
            send(socket, "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + FORM + "Content-Length: 209715200\r\n\r\n");

            assertThat(readAll(socket)).startsWith("HTTP/1.1 413 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/oauth/token", "/v1/web-endpoints", "/q/health", "/nothing"})
    void aChunkedBodyIsCutAtTheLimit(String path) throws IOException {
        try (Socket socket = connect()) {
            send(socket, "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + FORM + "Transfer-Encoding: chunked\r\n\r\n");

            assertThat(isClosedWhileSending(socket)).isTrue();
        }
    }

    @Test
    void aChunkedBodyWithinTheLimitIsRead() throws IOException {
        try (Socket socket = connect()) {
            send(
                    socket,
                    "POST /v1/oauth/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + BASIC + FORM
                            + "Transfer-Encoding: chunked\r\n\r\n");
            socket.getOutputStream().write(chunk("grant_type=client_credentials"));
            send(socket, "0\r\n\r\n");

            assertThat(readAll(socket)).startsWith("HTTP/1.1 200 ").contains("access_token");
        }
    }

    @Test
    void aLongFieldOfAFormWithinTheLimitIsRead() throws IOException {
        String form = "grant_type=client_credentials&client_id=ak-dev&client_secret=" + "a".repeat(60_000);
        try (Socket socket = connect()) {
            send(
                    socket,
                    "POST /v1/oauth/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + FORM + "Content-Length: "
                            + form.length() + "\r\n\r\n" + form);

            assertThat(readAll(socket)).startsWith("HTTP/1.1 401 ");
        }
    }

    /** Only the Modal client's gRPC service accepts long messages, from authenticated callers. */
    @Test
    void aLongMessageToAnotherGrpcServiceIsRefused() {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", io.restassured.RestAssured.port)
                .usePlaintext()
                .build();
        try {
            StatusRuntimeException refusal = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ClientCalls.blockingUnaryCall(channel, HEALTH_CHECK, CallOptions.DEFAULT, new byte[8 << 20]));

            assertThat(refusal.getStatus().getDescription()).contains("HTTP status code 411");
        } finally {
            channel.shutdownNow();
        }
    }

    /** 16 MiB of zeros are 16 KiB with gzip. */
    @ParameterizedTest
    @ValueSource(strings = {"grpc.health.v1.Health/Check", "modal.client.ModalClient/AppList"})
    void aCompressedMessageIsRefusedUnread(String method) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", io.restassured.RestAssured.port)
                .usePlaintext()
                .build();
        MethodDescriptor<byte[], byte[]> call =
                HEALTH_CHECK.toBuilder().setFullMethodName(method).build();
        try {
            StatusRuntimeException refusal = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ClientCalls.blockingUnaryCall(
                            channel, call, CallOptions.DEFAULT.withCompression("gzip"), new byte[16 << 20]));

            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(refusal.getStatus().getDescription())
                    .isEqualTo("Compressed messages are not accepted; send them as they are.");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void theNextRequestOfAConnectionHasALimitOfItsOwn() throws IOException {
        try (Socket socket = connect()) {
            for (int i = 0; i < 6; i++) {
                send(
                        socket,
                        "POST /v1/oauth/token HTTP/1.1\r\nHost: x\r\n" + BASIC + FORM
                                + (i == 5 ? "Connection: close\r\n" : "") + "Transfer-Encoding: chunked\r\n\r\n");
                socket.getOutputStream().write(chunk("grant_type=client_credentials&x=" + "a".repeat(2_000)));
                send(socket, "0\r\n\r\n");
            }

            assertThat(readAll(socket).split("HTTP/1.1 200 ", -1)).hasSize(7);
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", io.restassured.RestAssured.port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readAll(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    /** Bytes beyond the limit are discarded for a short time, regardless of their number. */
    private static boolean isClosedWhileSending(Socket socket) {
        Instant deadline = Instant.now().plus(PATIENCE);
        try {
            OutputStream out = socket.getOutputStream();
            while (Instant.now().isBefore(deadline)) {
                out.write(CHUNK);
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    private static byte[] chunk(String text) {
        return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
