package dev.webendpoints.modal;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.AppGetLayoutRequest;
import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateRequest;
import dev.webendpoints.modal.generated.FunctionGetRequest;
import dev.webendpoints.modal.generated.FunctionGetResponse;
import dev.webendpoints.modal.generated.ModalClientGrpc;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the code of a worker gets at its own socket, and what it does not, whatever it sends. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WorkerSocketTest extends WorkerSocketFixture {

    /** Calls of which the code of a worker may make some, or all if they only look something up. */
    private static final String ALLOWED =
            "(AppGetLayout|Blob.*|ClassGet|ClientHello|Dict.*|EnvironmentGetOrCreate|Function"
                    + "(Map|PutInputs|FinishInputs|RetryInputs|GetOutputs|Call.*|GetCallGraph|GetCurrentStats|Get|GetById"
                    + "|BindParams|GetSchedulingParams|UpdateSchedulingParams)|MountPutFile|Queue.*|SecretGetOrCreate|Volume.*)";

    @Test
    void theWorkersWorkspaceIsLookedUp() throws Exception {
        // Given
        String name = unique();
        deploy(dev, name);
        ModalClientBlockingStub worker = stub(channel(socket("main")));
        // When
        FunctionGetResponse found = worker.functionGet(get(name));
        // Then
        assertThat(found.getFunctionId()).startsWith("fu-");
    }

    @Test
    void anotherWorkspaceIsNotThere() throws Exception {
        // Given
        String name = unique();
        deploy(other, name);
        ModalClientBlockingStub worker = stub(channel(socket("main")));
        // When, then
        assertStatus(() -> worker.functionGet(get(name)), Status.Code.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-modal-token", "x-webendpoints-admitted", "x-webendpoints-authority"})
    void headersNameNobodyElse(String header) throws Exception {
        // Given
        String name = unique();
        deploy(other, name);
        Metadata forged = new Metadata();
        forged.put(key("x-modal-token-id"), "ak-other");
        forged.put(key("x-modal-token-secret"), "as-other");
        forged.put(key(header), "other");
        ModalClientBlockingStub worker =
                stub(channel(socket("main"))).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(forged));
        // When, then
        assertStatus(() -> worker.functionGet(get(name)), Status.Code.NOT_FOUND);
    }

    @Test
    void anUnnamedEnvironmentIsThatOfTheApp() throws Exception {
        // Given
        dev.environmentGetOrCreate(EnvironmentGetOrCreateRequest.newBuilder()
                .setDeploymentName("staging")
                .setObjectCreationType(Creation.CREATE_IF_MISSING)
                .build());
        String name = unique();
        deploy(dev, name);
        ModalClientBlockingStub worker = stub(channel(socket("staging")));
        // When, then
        assertStatus(() -> worker.functionGet(get(name)), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherEnvironmentOfTheWorkspaceIsThereByItsName() throws Exception {
        // Given
        String name = unique();
        Deployed inMain = deploy(dev, name);
        ModalClientBlockingStub worker = stub(channel(socket("staging")));
        FunctionGetRequest request =
                get(name).toBuilder().setEnvironmentName("main").build();
        // When
        String found = worker.functionGet(request).getFunctionId();
        // Then
        assertThat(found).isEqualTo(inMain.functionId());
    }

    static Stream<String> forbidden() {
        return ModalClientGrpc.getServiceDescriptor().getMethods().stream()
                .map(MethodDescriptor::getBareMethodName)
                .filter(rpc -> !rpc.matches(ALLOWED));
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void callsThatDeployStopOrMakeCredentialsAreRefused(String rpc) throws Exception {
        // Given
        ManagedChannel channel = channel(socket("main"));
        // When, then
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                        channel,
                        method(rpc),
                        CallOptions.DEFAULT,
                        Empty.newBuilder().build()))
                .hasMessage("PERMISSION_DENIED: The code of a worker may not call " + rpc
                        + "; use the Modal client outside of it.");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aSecretIsOnlyLookedUp(int creation) throws Exception {
        // Given
        ModalClientBlockingStub worker = stub(channel(socket("main")));
        SecretGetOrCreateRequest request = SecretGetOrCreateRequest.newBuilder()
                .setDeploymentName("made-in-a-worker")
                .setObjectCreationTypeValue(creation)
                .setAppId(own.appId())
                .putEnvDict("KEY", "value")
                .build();
        // When, then
        assertStatus(() -> worker.secretGetOrCreate(request), Status.Code.PERMISSION_DENIED);
    }

    @Test
    void anEnvironmentIsOnlyLookedUp() throws Exception {
        // Given
        ModalClientBlockingStub worker = stub(channel(socket("main")));
        EnvironmentGetOrCreateRequest request = EnvironmentGetOrCreateRequest.newBuilder()
                .setDeploymentName("made-in-a-worker")
                .setObjectCreationType(Creation.CREATE_IF_MISSING)
                .build();
        // When, then
        assertStatus(() -> worker.environmentGetOrCreate(request), Status.Code.PERMISSION_DENIED);
    }

    @Test
    void theLayoutOfAnotherAppIsRefused() throws Exception {
        // Given
        ModalClientBlockingStub worker = stub(channel(socket("main")));
        AppGetLayoutRequest request = AppGetLayoutRequest.newBuilder()
                .setAppId(deploy(client.as("ak-dev", "as-dev"), unique()).appId())
                .build();
        // When, then
        assertStatus(() -> worker.appGetLayout(request), Status.Code.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/web-endpoints", "/blobs/../v1/web-endpoints", "/blobs/%2e%2e/q/metrics", "/q/metrics", "/"})
    void otherPathsOfTheControlPortAreNotThere(String path) throws Exception {
        assertThat(statusOf("GET", path)).isEqualTo("HTTP/1.1 404 Not Found");
    }

    @Test
    void anUploadThatNobodyAnnouncedIsNotThere() throws Exception {
        assertThat(statusOf("PUT", "/blobs/bl-unknown")).isEqualTo("HTTP/1.1 404 Not Found");
    }

    private String statusOf(String method, String path) throws IOException {
        try (SocketChannel worker = SocketChannel.open(UnixDomainSocketAddress.of(socket("main")))) {
            String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
            worker.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new BufferedReader(Channels.newReader(worker, StandardCharsets.US_ASCII)).readLine();
        }
    }
}
