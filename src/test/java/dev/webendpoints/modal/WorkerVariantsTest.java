package dev.webendpoints.modal;

import org.junit.jupiter.api.Test;

import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateRequest;
import dev.webendpoints.modal.generated.FunctionBindParamsRequest;
import dev.webendpoints.modal.generated.FunctionOptions;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Secrets that the code of a worker gives to a function ({@code with_options}), whose code then reads them. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WorkerVariantsTest extends WorkerSocketFixture {

    private static final String OTHER_ENVIRONMENT = "vault";

    @Test
    void aSecretOfItsEnvironmentIsGiven() throws Exception {
        // Given
        String secret = secret("main");
        // When
        String bound =
                stub(channel(socket("main"))).functionBindParams(with(secret)).getBoundFunctionId();
        // Then
        assertThat(bound).startsWith(own.functionId() + "..");
    }

    @Test
    void aSecretOfAnotherEnvironmentIsNotFound() throws Exception {
        // Given
        dev.environmentGetOrCreate(EnvironmentGetOrCreateRequest.newBuilder()
                .setDeploymentName(OTHER_ENVIRONMENT)
                .setObjectCreationType(Creation.CREATE_IF_MISSING)
                .build());
        String secret = secret(OTHER_ENVIRONMENT);
        ModalClientBlockingStub worker = stub(channel(socket("main")));
        // When, then
        assertStatus(() -> worker.functionBindParams(with(secret)), Status.Code.NOT_FOUND);
    }

    private FunctionBindParamsRequest with(String secretId) {
        return FunctionBindParamsRequest.newBuilder()
                .setFunctionId(own.functionId())
                .setFunctionOptions(
                        FunctionOptions.newBuilder().addSecretIds(secretId).setReplaceSecretIds(true))
                .build();
    }

    private String secret(String environment) {
        return dev.secretGetOrCreate(SecretGetOrCreateRequest.newBuilder()
                        .setDeploymentName("given-by-a-worker")
                        .setEnvironmentName(environment)
                        .setObjectCreationType(Creation.CREATE_OVERWRITE_IF_EXISTS)
                        .putEnvDict("WORD", "sesame")
                        .build())
                .getSecretId();
    }
}
