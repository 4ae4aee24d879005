package dev.webendpoints.modal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.modal.generated.AppCreateRequest;
import dev.webendpoints.modal.generated.ContainerStopRequest;
import dev.webendpoints.modal.generated.ModalClientGrpc;
import dev.webendpoints.modal.generated.VolumeGetOrCreateRequest;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Messages that no call can process. The client repeats INTERNAL, and shows INVALID_ARGUMENT. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ModalMalformedCallsTest extends ModalCallsFixture {

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\nb", "a\u007fb"})
    void aControlCharacterInANameIsNamed(String name) {
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> dev.volumeGetOrCreate(VolumeGetOrCreateRequest.newBuilder()
                        .setDeploymentName(name)
                        .build()));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo(String.format(
                        "deployment_name has the control character U+%04X, which is not allowed.",
                        (int) name.charAt(1)));
    }

    @Test
    void aNullCharacterIsRefusedInAnyText() {
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> dev.appCreate(
                        AppCreateRequest.newBuilder().setDescription("x\0y").build()));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void bytesThatAreNoMessageAreInvalid() {
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> send(ModalClientGrpc.getAppCreateMethod(), "\u00ff\u00ff\u00ffnot protobuf"));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aContainerThatThisWorkspaceNeverHadIsNotFound() {
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> dev.containerStop(ContainerStopRequest.newBuilder()
                        .setTaskId("ta-0000000000000000000009")
                        .build()));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    private void send(MethodDescriptor<?, ?> method, String message) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("x-modal-token-id", Metadata.ASCII_STRING_MARSHALLER), "ak-dev");
        headers.put(Metadata.Key.of("x-modal-token-secret", Metadata.ASCII_STRING_MARSHALLER), "as-dev");
        ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(client.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)),
                method.toBuilder(Bytes.INSTANCE, Bytes.INSTANCE).build(),
                CallOptions.DEFAULT,
                message.getBytes(StandardCharsets.ISO_8859_1));
    }

    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        INSTANCE;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
