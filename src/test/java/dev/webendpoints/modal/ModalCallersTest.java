package dev.webendpoints.modal;

import java.util.Set;

import org.junit.jupiter.api.Test;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.Scopes;
import dev.webendpoints.modal.generated.AppCreateRequest;
import dev.webendpoints.modal.generated.AppListRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateResponse;
import dev.webendpoints.modal.generated.TokenInfoGetRequest;
import dev.webendpoints.modal.generated.TokenInfoGetResponse;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Authentication and scopes, the identity reported to callers, and the errors for calls that this server refuses. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ModalCallersTest extends ModalCallsFixture {

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
}
