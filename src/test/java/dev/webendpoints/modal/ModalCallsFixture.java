package dev.webendpoints.modal;

import java.net.URL;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.AppCreateRequest;
import dev.webendpoints.modal.generated.AppPublishRequest;
import dev.webendpoints.modal.generated.AppPublishResponse;
import dev.webendpoints.modal.generated.AppStateCode;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionCreateRequest;
import dev.webendpoints.modal.generated.FunctionCreateResponse;
import dev.webendpoints.modal.generated.FunctionGetRequest;
import dev.webendpoints.modal.generated.Image;
import dev.webendpoints.modal.generated.ImageGetOrCreateRequest;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.MountPutFileRequest;
import dev.webendpoints.modal.generated.WebhookConfig;
import dev.webendpoints.modal.generated.WebhookToken;
import dev.webendpoints.testing.Tenants;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.http.TestHTTPResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/** A client over real sockets, on the HTTP server's own port, and the smallest messages that make a deploy. */
abstract class ModalCallsFixture {

    @TestHTTPResource("/")
    URL server;

    @Inject
    Tenants tenants;

    ModalClientStub client;
    ModalClientBlockingStub dev;
    ModalClientBlockingStub other;

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

    record Deployed(String appId, String functionId) {}

    static Deployed deploy(ModalClientBlockingStub caller, String name) {
        String appId = app(caller, name);
        FunctionCreateResponse function = define(caller, appId);
        assertThat(publish(caller, appId, name, function).getDeployedAt()).isPositive();
        return new Deployed(appId, function.getFunctionId());
    }

    static String app(ModalClientBlockingStub caller, String name) {
        return caller.appCreate(AppCreateRequest.newBuilder()
                        .setDescription(name)
                        .setAppState(AppStateCode.INITIALIZING)
                        .build())
                .getAppId();
    }

    static FunctionCreateResponse define(ModalClientBlockingStub caller, String appId) {
        return define(caller, appId, square().setImageId(image(caller)));
    }

    static FunctionCreateResponse define(ModalClientBlockingStub caller, String appId, Function.Builder function) {
        return caller.functionCreate(FunctionCreateRequest.newBuilder()
                .setAppId(appId)
                .setFunction(function)
                .build());
    }

    /** Returns the id of an image; whether it is built does not matter here. */
    static String image(ModalClientBlockingStub caller) {
        return caller.imageGetOrCreate(ImageGetOrCreateRequest.newBuilder()
                        .setImage(Image.newBuilder().addDockerfileCommands("FROM python:3.11-slim-bookworm"))
                        .build())
                .getImageId();
    }

    static AppPublishResponse publish(
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

    static Function.Builder square() {
        return Function.newBuilder()
                .setModuleName("app")
                .setFunctionName("square")
                .setImplementationName("square")
                .setWebhookConfig(fastApi());
    }

    static WebhookConfig fastApi() {
        return WebhookConfig.newBuilder()
                .setType(WebhookConfig.Kind.FUNCTION)
                .setMethod("GET")
                .build();
    }

    static FunctionGetRequest get(String app) {
        return FunctionGetRequest.newBuilder()
                .setAppName(app)
                .setObjectTag("square")
                .build();
    }

    boolean exists(String hash) {
        return dev.mountPutFile(
                        MountPutFileRequest.newBuilder().setSha256Hex(hash).build())
                .getExists();
    }

    List<String> tokenIds() {
        return dev.webhookTokenList(Empty.getDefaultInstance()).getTokensList().stream()
                .map(WebhookToken::getTokenId)
                .toList();
    }

    static void assertStatus(Runnable call, Status.Code code) {
        assertThatThrownBy(call::run)
                .asInstanceOf(type(StatusRuntimeException.class))
                .extracting(failure -> failure.getStatus().getCode())
                .isEqualTo(code);
    }
}
