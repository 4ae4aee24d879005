package dev.webendpoints.modal;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.CallingWorker;
import dev.webendpoints.modal.generated.AppGetLayoutRequest;
import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateRequest;
import dev.webendpoints.modal.generated.FunctionGetRequest;
import dev.webendpoints.modal.generated.FunctionGetResponse;
import dev.webendpoints.modal.generated.ModalClientGrpc;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.modal.worker.WorkerCallServer;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the code of a worker gets at its own socket, and what it does not, whatever it sends. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WorkerSocketTest extends ModalCallsFixture {

    private static final int MAX_CONNECTIONS = 16;
    private static final int MAX_CALLS = 512;

    /** Calls of which the code of a worker may make some, or all if they only look something up. */
    private static final String ALLOWED =
            "(AppGetLayout|Blob.*|ClassGet|ClientHello|Dict.*|EnvironmentGetOrCreate|Function"
                    + "(Map|PutInputs|FinishInputs|RetryInputs|GetOutputs|Call.*|GetCallGraph|GetCurrentStats|Get|GetById"
                    + "|BindParams|GetSchedulingParams|UpdateSchedulingParams)|MountPutFile|Queue.*|SecretGetOrCreate|Volume.*)";

    @TempDir
    Path folder;

    @Inject
    WorkerCallServer workers;

    private final EventLoopGroup loops = new EpollEventLoopGroup(1);
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final List<Closeable> listeners = new ArrayList<>();
    private Deployed own;

    @BeforeEach
    void deploy() {
        own = deploy(dev, unique());
    }

    @AfterEach
    void closeAll() throws IOException {
        channels.forEach(ManagedChannel::shutdownNow);
        for (Closeable listener : listeners) {
            listener.close();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

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

    @Test
    void oneConnectionTooManyIsClosed() throws Exception {
        // Given
        Path socket = socket("main");
        for (int connection = 0; connection < MAX_CONNECTIONS; connection++) {
            stub(channel(socket)).clientHello(Empty.getDefaultInstance());
        }
        ModalClientBlockingStub oneMore = stub(channel(socket));
        // When, then
        assertStatus(() -> oneMore.clientHello(Empty.getDefaultInstance()), Status.Code.UNAVAILABLE);
    }

    @Test
    void aConnectionThatIsClosedMakesRoom() throws Exception {
        // Given
        Path socket = socket("main");
        for (int connection = 0; connection < MAX_CONNECTIONS; connection++) {
            stub(channel(socket)).clientHello(Empty.getDefaultInstance());
        }
        channels.get(0).shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        ModalClientBlockingStub oneMore = stub(channel(socket));
        // When
        String version = oneMore.withWaitForReady()
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .clientHello(Empty.getDefaultInstance())
                .getImageBuilderVersion();
        // Then
        assertThat(version).isNotEmpty();
    }

    @Test
    void oneCallTooManyIsRefused() throws Exception {
        // Given
        Path socket = socket("main");
        flood(socket);
        ModalClientBlockingStub oneMore = stub(channel(socket));
        // When, then
        assertThatThrownBy(() -> oneMore.clientHello(Empty.getDefaultInstance()))
                .hasMessage("UNAVAILABLE: The worker has " + MAX_CALLS + " calls in progress; try again.");
    }

    @Test
    void callsThatAreAnsweredMakeRoom() throws Exception {
        // Given
        ModalClientBlockingStub worker = stub(channel(socket("main")));
        // When
        for (int call = 0; call < 2 * MAX_CALLS; call++) {
            worker.clientHello(Empty.getDefaultInstance());
        }
        // Then
        assertThat(worker.clientHello(Empty.getDefaultInstance()).getImageBuilderVersion())
                .isNotEmpty();
    }

    @Test
    void callsThatAreCanceledMakeRoom() throws Exception {
        // Given
        Path socket = socket("main");
        flood(socket);
        ModalClientBlockingStub another = stub(channel(socket));
        // When
        channels.get(0).shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        // Then
        waitUntilAnswered(another);
    }

    private static void waitUntilAnswered(ModalClientBlockingStub worker) throws Exception {
        CompletableFuture.runAsync(() -> {
                    while (!answers(worker)) {
                        Thread.onSpinWait();
                    }
                })
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void aWorkerThatFloodsItsSocketLeavesOthersAlone() throws Exception {
        // Given
        flood(socket("main"));
        ModalClientBlockingStub another = stub(channel(socket("main")));
        // When
        String version = another.clientHello(Empty.getDefaultInstance()).getImageBuilderVersion();
        // Then
        assertThat(version).isNotEmpty();
    }

    @Test
    void aSocketThatIsClosedAnswersNoMore() throws Exception {
        // Given
        Path socket = socket("main");
        ModalClientBlockingStub worker = stub(channel(socket));
        worker.clientHello(Empty.getDefaultInstance());
        // When
        listeners.get(0).close();
        // Then
        assertStatus(
                () -> {
                    for (int call = 0; call < 1_000; call++) {
                        worker.clientHello(Empty.getDefaultInstance());
                    }
                },
                Status.Code.UNAVAILABLE);
    }

    /** Begins as many calls as a worker may have, and sends no message, then waits until the server has them all. */
    private void flood(Path socket) throws Exception {
        ManagedChannel channel = channel(socket);
        stub(channel).clientHello(Empty.getDefaultInstance());
        for (int call = 0; call < MAX_CALLS; call++) {
            ClientCall<Empty, Empty> begun = channel.newCall(
                    method("ClientHello").toBuilder()
                            .setType(MethodDescriptor.MethodType.BIDI_STREAMING) // sends its headers at once
                            .build(),
                    CallOptions.DEFAULT);
            begun.start(new ClientCall.Listener<>() {}, new Metadata());
            begun.request(1);
        }
        ManagedChannel probe = channel(socket);
        CompletableFuture<Void> full = CompletableFuture.runAsync(() -> {
            while (answers(stub(probe))) {
                Thread.onSpinWait();
            }
        });
        full.get(30, TimeUnit.SECONDS);
        probe.shutdownNow();
    }

    private static boolean answers(ModalClientBlockingStub worker) {
        try {
            worker.clientHello(Empty.getDefaultInstance());
            return true;
        } catch (io.grpc.StatusRuntimeException e) {
            return false;
        }
    }

    private static String unique() {
        return "app-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private Path socket(String environment) throws IOException {
        Path socket = folder.resolve(listeners.size() + ".sock");
        listeners.add(workers.listen(
                socket,
                tenants.dev().workspaceId(),
                new CallingWorker(environment, own.appId(), own.functionId(), "ta-test")));
        return socket;
    }

    private ManagedChannel channel(Path socket) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .eventLoopGroup(loops)
                .channelType(EpollDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
        channels.add(channel);
        return channel;
    }

    private static ModalClientBlockingStub stub(ManagedChannel channel) {
        return ModalClientGrpc.newBlockingStub(channel);
    }

    private static MethodDescriptor<Empty, Empty> method(String rpc) {
        return MethodDescriptor.<Empty, Empty>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(ModalClientGrpc.SERVICE_NAME + "/" + rpc)
                .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .build();
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
