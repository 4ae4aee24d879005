package dev.webendpoints.modal;

import java.net.URL;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;

import dev.webendpoints.identity.Scopes;
import dev.webendpoints.modal.generated.AppClientDisconnectRequest;
import dev.webendpoints.modal.generated.AppCreateRequest;
import dev.webendpoints.modal.generated.AppCreateResponse;
import dev.webendpoints.modal.generated.AppGetByDeploymentNameRequest;
import dev.webendpoints.modal.generated.AppGetLifecycleRequest;
import dev.webendpoints.modal.generated.AppGetLogsRequest;
import dev.webendpoints.modal.generated.AppListRequest;
import dev.webendpoints.modal.generated.AppPublishRequest;
import dev.webendpoints.modal.generated.AppPublishResponse;
import dev.webendpoints.modal.generated.AppStateCode;
import dev.webendpoints.modal.generated.AppStopRequest;
import dev.webendpoints.modal.generated.BlobCreateRequest;
import dev.webendpoints.modal.generated.BlobCreateResponse;
import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateResponse;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionCreateRequest;
import dev.webendpoints.modal.generated.FunctionCreateResponse;
import dev.webendpoints.modal.generated.FunctionGetRequest;
import dev.webendpoints.modal.generated.FunctionGetResponse;
import dev.webendpoints.modal.generated.FunctionPrecreateRequest;
import dev.webendpoints.modal.generated.FunctionPrecreateResponse;
import dev.webendpoints.modal.generated.GpuConfig;
import dev.webendpoints.modal.generated.Image;
import dev.webendpoints.modal.generated.ImageGetOrCreateRequest;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.MountGetOrCreateRequest;
import dev.webendpoints.modal.generated.MountGetOrCreateResponse;
import dev.webendpoints.modal.generated.MountPutFileRequest;
import dev.webendpoints.modal.generated.MountPutFileResponse;
import dev.webendpoints.modal.generated.Namespace;
import dev.webendpoints.modal.generated.Resources;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.modal.generated.TaskLogsBatch;
import dev.webendpoints.modal.generated.TokenCreateResponse;
import dev.webendpoints.modal.generated.TokenDeleteRequest;
import dev.webendpoints.modal.generated.TokenInfoGetRequest;
import dev.webendpoints.modal.generated.TokenInfoGetResponse;
import dev.webendpoints.modal.generated.VolumeGetOrCreateRequest;
import dev.webendpoints.modal.generated.VolumeGetOrCreateResponse;
import dev.webendpoints.modal.generated.WebhookConfig;
import dev.webendpoints.modal.generated.WebhookToken;
import dev.webendpoints.modal.generated.WebhookTokenCreateRequest;
import dev.webendpoints.source.Sha256;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/** The calls over real sockets, on the HTTP server's own port. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ModalCallsTest {

    private static final int MIB = 1 << 20;

    @TestHTTPResource("/")
    URL server;

    @Inject
    Tenants tenants;

    private ModalClientStub client;
    private ModalClientBlockingStub dev;
    private ModalClientBlockingStub other;

    @BeforeEach
    void connect() {
        tenants.dev();
        tenants.of("other");
        client = new ModalClientStub(server.getPort());
        dev = client.as("ak-dev", "as-dev");
        other = client.as("ak-other", "as-other");
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void aWrongSecretIsUnauthenticated() {
        assertStatus(
                () -> client.as("ak-dev", "as-wrong").environmentList(Empty.getDefaultInstance()),
                Status.Code.UNAUTHENTICATED);
    }

    @Test
    void noTokenIsUnauthenticated() {
        assertStatus(() -> client.anonymous().environmentList(Empty.getDefaultInstance()), Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aTokenThatMayOnlyReadDoesNotDeploy() {
        tenants.of("dev", "reader", Set.of(Scopes.ENDPOINTS_READ));

        assertStatus(
                () -> client.as("ak-reader", "as-reader").appCreate(AppCreateRequest.getDefaultInstance()),
                Status.Code.PERMISSION_DENIED);
    }

    @Test
    void anUnknownCallIsUnimplementedWithASentence() {
        MethodDescriptor<Empty, Empty> sandbox = MethodDescriptor.<Empty, Empty>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("modal.client.ModalClient/SandboxCreate")
                .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .build();

        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                        client.channel(), sandbox, CallOptions.DEFAULT, Empty.getDefaultInstance()))
                .hasMessage("UNIMPLEMENTED: Sandboxes are not supported by Web Endpoints.");
    }

    @Test
    void theCallerIsToldWhoItIs() {
        TokenInfoGetResponse info = dev.tokenInfoGet(TokenInfoGetRequest.getDefaultInstance());

        assertThat(info.getWorkspaceName()).isEqualTo("dev");
        assertThat(info.getTokenId()).isEqualTo("ak-dev");
    }

    @Test
    void theEmptyEnvironmentIsTheDefaultOne() {
        EnvironmentGetOrCreateResponse main =
                dev.environmentGetOrCreate(EnvironmentGetOrCreateRequest.getDefaultInstance());

        assertThat(main.getMetadata().getName()).isEqualTo("main");
        assertThat(main.getMetadata().getSettings().getImageBuilderVersion()).isEqualTo("2025.06");
    }

    @Test
    void anUnknownEnvironmentIsNotFound() {
        assertStatus(
                () -> dev.appList(
                        AppListRequest.newBuilder().setEnvironmentName("nope").build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void whatIsPublishedIsFound() {
        Deployed deployed = deploy(dev, "found");

        FunctionGetResponse found = dev.functionGet(get("found"));

        assertThat(found.getFunctionId()).isEqualTo(deployed.functionId());
        assertThat(found.getHandleMetadata().getWebUrl()).contains("//dev--found-square.");
        assertThat(found.getFunction().getRankedFunctionsCount()).isEqualTo(1);
    }

    @Test
    void nothingIsFoundBeforeItIsPublished() {
        define(dev, app(dev, "unpublished"));

        assertStatus(() -> dev.functionGet(get("unpublished")), Status.Code.NOT_FOUND);
    }

    @Test
    void theUrlIsKnownBeforeTheDefinition() {
        FunctionPrecreateResponse answer = dev.functionPrecreate(FunctionPrecreateRequest.newBuilder()
                .setAppId(app(dev, "early"))
                .setFunctionName("square")
                .setWebhookConfig(fastApi())
                .build());

        assertThat(answer.getHandleMetadata().getWebUrl()).contains("//dev--early-square.");
    }

    @Test
    void aDefinitionKeepsTheIdOfItsFunction() {
        String appId = app(dev, "ids");
        FunctionPrecreateResponse named = dev.functionPrecreate(FunctionPrecreateRequest.newBuilder()
                .setAppId(appId)
                .setFunctionName("square")
                .build());

        assertThat(define(dev, appId).getFunctionId()).isEqualTo(named.getFunctionId());
    }

    @Test
    void aDeployWithoutAChangeSaysSo() {
        Deployed first = deploy(dev, "same");

        AppPublishResponse again = publish(dev, first.appId(), "same", define(dev, first.appId()));

        assertThat(again.getDeployedAt()).isZero();
    }

    @Test
    void anotherWorkspaceFindsNothing() {
        deploy(dev, "private");

        assertStatus(() -> other.functionGet(get("private")), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceStopsNothing() {
        Deployed deployed = deploy(dev, "kept");

        assertStatus(
                () -> other.appStop(
                        AppStopRequest.newBuilder().setAppId(deployed.appId()).build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void aStoppedAppIsNotFoundByItsName() {
        Deployed deployed = deploy(dev, "ended");

        dev.appStop(AppStopRequest.newBuilder().setAppId(deployed.appId()).build());

        assertThat(dev.appGetByDeploymentName(AppGetByDeploymentNameRequest.newBuilder()
                                .setName("ended")
                                .build())
                        .getAppId())
                .isEmpty();
    }

    @Test
    void theLogsOfAStoppedAppAreDone() {
        Deployed deployed = deploy(dev, "logs");
        dev.appStop(AppStopRequest.newBuilder().setAppId(deployed.appId()).build());

        Iterator<TaskLogsBatch> batches = dev.appGetLogs(AppGetLogsRequest.newBuilder()
                .setAppId(deployed.appId())
                .setTimeout(55)
                .build());

        assertThat(batches)
                .toIterable()
                .singleElement()
                .extracting(TaskLogsBatch::getAppDone)
                .isEqualTo(true);
    }

    @Test
    void aClientThatLeavesStopsNoDeployedApp() {
        Deployed deployed = deploy(dev, "stays");

        dev.appClientDisconnect(AppClientDisconnectRequest.newBuilder()
                .setAppId(deployed.appId())
                .build());

        assertThat(dev.appGetLifecycle(AppGetLifecycleRequest.newBuilder()
                                .setAppId(deployed.appId())
                                .build())
                        .getLifecycle()
                        .getAppState())
                .isEqualTo(AppStateCode.DEPLOYED);
    }

    @Test
    void aRepeatedCreationIsTheFirstOne() {
        String key = UUID.randomUUID().toString();
        AppCreateRequest request =
                AppCreateRequest.newBuilder().setDescription("once").build();

        AppCreateResponse first = client.as("ak-dev", "as-dev", key).appCreate(request);
        AppCreateResponse again = client.as("ak-dev", "as-dev", key).appCreate(request);

        assertThat(again.getAppId()).isEqualTo(first.getAppId());
    }

    @Test
    void aGpuIsRefusedWithASentence() {
        assertThatThrownBy(() -> dev.functionCreate(FunctionCreateRequest.newBuilder()
                        .setAppId(app(dev, "gpu"))
                        .setFunction(square().setResources(Resources.newBuilder()
                                .setGpuConfig(GpuConfig.newBuilder().setCount(1))))
                        .build()))
                .hasMessage("UNIMPLEMENTED: GPUs (gpu=) are not supported by Web Endpoints.");
    }

    @Test
    void aBadLabelIsInvalid() {
        assertStatus(
                () -> dev.functionPrecreate(FunctionPrecreateRequest.newBuilder()
                        .setAppId(app(dev, "label"))
                        .setFunctionName("square")
                        .setWebhookConfig(fastApi().toBuilder().setRequestedSuffix("Not valid"))
                        .build()),
                Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aFileIsMissingUntilItIsPut() {
        byte[] content = ("content " + UUID.randomUUID()).getBytes();
        String hash = Sha256.of(content);

        assertThat(exists(hash)).isFalse();
        dev.mountPutFile(MountPutFileRequest.newBuilder()
                .setSha256Hex(hash)
                .setData(ByteString.copyFrom(content))
                .build());

        assertThat(exists(hash)).isTrue();
    }

    @Test
    void aMessageOfFortyMebibytesComesIn() {
        byte[] content = new byte[40 * MIB];

        MountPutFileResponse answer = dev.mountPutFile(MountPutFileRequest.newBuilder()
                .setSha256Hex(Sha256.of(content))
                .setData(ByteString.copyFrom(content))
                .build());

        assertThat(answer.getExists()).isTrue();
    }

    @Test
    void theClientsOwnPackageNeedsNoUpload() {
        MountGetOrCreateResponse mount = dev.mountGetOrCreate(MountGetOrCreateRequest.newBuilder()
                .setDeploymentName("modal-client-mount-1.6.4")
                .setNamespace(Namespace.GLOBAL)
                .build());

        assertThat(mount.getMountId()).isEqualTo(ClientMount.ID);
    }

    @Test
    void anUploadGoesToWhereTheClientReachedTheServer() {
        BlobCreateResponse blob = dev.blobCreate(BlobCreateRequest.newBuilder()
                .setContentSha256Base64("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
                .setContentLength(3)
                .build());

        assertThat(blob.getUploadUrl())
                .isEqualTo("http://localhost:" + server.getPort() + "/blobs/" + blob.getBlobId());
        assertThat(blob.getUploadUrls().getItemsList()).containsExactly(blob.getUploadUrl());
    }

    @Test
    void aSecretWithoutARequiredKeyIsNotFound() {
        dev.secretGetOrCreate(SecretGetOrCreateRequest.newBuilder()
                .setDeploymentName("keys")
                .setObjectCreationType(Creation.CREATE_OVERWRITE_IF_EXISTS)
                .putEnvDict("A", "1")
                .build());

        assertThatThrownBy(() -> dev.secretGetOrCreate(SecretGetOrCreateRequest.newBuilder()
                        .setDeploymentName("keys")
                        .addRequiredKeys("B")
                        .build()))
                .hasMessage("NOT_FOUND: Secret 'keys' is missing the key 'B'");
    }

    @Test
    void aProxyTokenIsListedWithoutItsSecretUntilItIsDeleted() {
        TokenCreateResponse created = dev.webhookTokenCreate(
                WebhookTokenCreateRequest.newBuilder().setName("ci").build());

        assertThat(tokenIds()).contains(created.getTokenId());
        dev.webhookTokenDelete(
                TokenDeleteRequest.newBuilder().setTokenId(created.getTokenId()).build());

        assertThat(tokenIds()).doesNotContain(created.getTokenId());
    }

    @Test
    void aVolumeHasOneId() {
        VolumeGetOrCreateRequest request = VolumeGetOrCreateRequest.newBuilder()
                .setDeploymentName("vol")
                .setObjectCreationType(Creation.CREATE_IF_MISSING)
                .setVersion(2)
                .build();

        VolumeGetOrCreateResponse first = dev.volumeGetOrCreate(request);

        assertThat(first.getVersion()).isEqualTo(2);
        assertThat(dev.volumeGetOrCreate(request).getVolumeId()).isEqualTo(first.getVolumeId());
    }

    @Test
    void anImageOfAnotherWorkspaceIsNotFound() {
        String theirs = image(other);
        String appId = app(dev, "borrower");

        assertStatus(() -> define(dev, appId, square().setImageId(theirs)), Status.Code.NOT_FOUND);
    }

    @Test
    void aMountOfAnotherWorkspaceIsNotFound() {
        String theirs = other.mountGetOrCreate(MountGetOrCreateRequest.newBuilder()
                        .setObjectCreationType(Creation.ANONYMOUS_OWNED_BY_APP)
                        .build())
                .getMountId();
        String appId = app(dev, "mounter");

        assertStatus(
                () -> define(dev, appId, square().setImageId(image(dev)).addMountIds(theirs)), Status.Code.NOT_FOUND);
    }

    @Test
    void aSecretOfAnotherWorkspaceIsNotFound() {
        String theirs = other.secretGetOrCreate(SecretGetOrCreateRequest.newBuilder()
                        .setDeploymentName("theirs")
                        .setObjectCreationType(Creation.CREATE_OVERWRITE_IF_EXISTS)
                        .putEnvDict("WORD", "sesame")
                        .build())
                .getSecretId();
        String appId = app(dev, "thief");

        assertStatus(
                () -> define(dev, appId, square().setImageId(image(dev)).addSecretIds(theirs)), Status.Code.NOT_FOUND);
    }

    private record Deployed(String appId, String functionId) {}

    private static Deployed deploy(ModalClientBlockingStub caller, String name) {
        String appId = app(caller, name);
        FunctionCreateResponse function = define(caller, appId);
        assertThat(publish(caller, appId, name, function).getDeployedAt()).isPositive();
        return new Deployed(appId, function.getFunctionId());
    }

    private static String app(ModalClientBlockingStub caller, String name) {
        return caller.appCreate(AppCreateRequest.newBuilder()
                        .setDescription(name)
                        .setAppState(AppStateCode.INITIALIZING)
                        .build())
                .getAppId();
    }

    private static FunctionCreateResponse define(ModalClientBlockingStub caller, String appId) {
        return define(caller, appId, square().setImageId(image(caller)));
    }

    private static FunctionCreateResponse define(
            ModalClientBlockingStub caller, String appId, Function.Builder function) {
        return caller.functionCreate(FunctionCreateRequest.newBuilder()
                .setAppId(appId)
                .setFunction(function)
                .build());
    }

    /** An image that exists; whether it is built does not matter here. */
    private static String image(ModalClientBlockingStub caller) {
        return caller.imageGetOrCreate(ImageGetOrCreateRequest.newBuilder()
                        .setImage(Image.newBuilder().addDockerfileCommands("FROM python:3.11-slim-bookworm"))
                        .build())
                .getImageId();
    }

    private static AppPublishResponse publish(
            ModalClientBlockingStub caller, String appId, String name, FunctionCreateResponse function) {
        return caller.appPublish(AppPublishRequest.newBuilder()
                .setAppId(appId)
                .setName(name)
                .setAppState(AppStateCode.DEPLOYED)
                .putFunctionIds("square", function.getFunctionId())
                .putDefinitionIds(
                        function.getFunctionId(), function.getHandleMetadata().getDefinitionId())
                .build());
    }

    private static Function.Builder square() {
        return Function.newBuilder()
                .setModuleName("app")
                .setFunctionName("square")
                .setImplementationName("square")
                .setWebhookConfig(fastApi());
    }

    private static WebhookConfig fastApi() {
        return WebhookConfig.newBuilder()
                .setType(WebhookConfig.Kind.FUNCTION)
                .setMethod("GET")
                .build();
    }

    private static FunctionGetRequest get(String app) {
        return FunctionGetRequest.newBuilder()
                .setAppName(app)
                .setObjectTag("square")
                .build();
    }

    private boolean exists(String hash) {
        return dev.mountPutFile(
                        MountPutFileRequest.newBuilder().setSha256Hex(hash).build())
                .getExists();
    }

    private List<String> tokenIds() {
        return dev.webhookTokenList(Empty.getDefaultInstance()).getTokensList().stream()
                .map(WebhookToken::getTokenId)
                .toList();
    }

    private static void assertStatus(Runnable call, Status.Code code) {
        assertThatThrownBy(call::run)
                .asInstanceOf(type(StatusRuntimeException.class))
                .extracting(failure -> failure.getStatus().getCode())
                .isEqualTo(code);
    }
}
