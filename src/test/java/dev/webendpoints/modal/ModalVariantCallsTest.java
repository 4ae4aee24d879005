package dev.webendpoints.modal;

import java.util.Locale;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.protobuf.ByteString;

import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.FunctionBindParamsRequest;
import dev.webendpoints.modal.generated.FunctionInput;
import dev.webendpoints.modal.generated.FunctionMapRequest;
import dev.webendpoints.modal.generated.FunctionMapRequest.Invocation;
import dev.webendpoints.modal.generated.FunctionMapRequest.Kind;
import dev.webendpoints.modal.generated.FunctionOptions;
import dev.webendpoints.modal.generated.FunctionPutInputsItem;
import dev.webendpoints.modal.generated.GpuConfig;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.Resources;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.modal.generated.VolumeMount;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Options that a client binds to a function; what they do is in {@code VariantsIT}. */
@QuarkusTest
class ModalVariantCallsTest extends ModalCallsFixture {

    private String functionId;

    @BeforeEach
    void deployAFunction(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT)
                + Integer.toHexString(test.getDisplayName().hashCode());
        String appId = app(dev, name);
        var created = define(dev, appId, square().clearWebhookConfig().setImageId(image(dev)));
        publish(dev, appId, name, created);
        functionId = created.getFunctionId();
    }

    private String bind(FunctionOptions.Builder options) {
        return bind(dev, options);
    }

    private String bind(ModalClientBlockingStub caller, FunctionOptions.Builder options) {
        return caller.functionBindParams(FunctionBindParamsRequest.newBuilder()
                        .setFunctionId(functionId)
                        .setFunctionOptions(options)
                        .build())
                .getBoundFunctionId();
    }

    private static FunctionOptions.Builder timeout(int seconds) {
        return FunctionOptions.newBuilder().setTimeoutSecs(seconds);
    }

    private static String secret(ModalClientBlockingStub owner) {
        return owner.secretGetOrCreate(SecretGetOrCreateRequest.newBuilder()
                        .setDeploymentName("for-variants")
                        .setObjectCreationType(Creation.CREATE_OVERWRITE_IF_EXISTS)
                        .putEnvDict("WORD", "sesame")
                        .build())
                .getSecretId();
    }

    private static FunctionMapRequest call(String boundId) {
        return FunctionMapRequest.newBuilder()
                .setFunctionId(boundId)
                .setFunctionCallType(Kind.UNARY)
                .setFunctionCallInvocationType(Invocation.SYNC)
                .addPipelinedInputs(FunctionPutInputsItem.newBuilder()
                        .setInput(FunctionInput.newBuilder().setArgs(ByteString.copyFromUtf8("args"))))
                .build();
    }

    @Test
    void equalOptionsAreOneVariant() {
        assertThat(bind(timeout(7))).isEqualTo(bind(timeout(7)));
    }

    @Test
    void otherOptionsAreAnotherVariant() {
        assertThat(bind(timeout(7))).isNotEqualTo(bind(timeout(8)));
    }

    @Test
    void noOptionsAreTheFunctionItself() {
        assertThat(bind(FunctionOptions.newBuilder().setResources(Resources.getDefaultInstance())))
                .isEqualTo(functionId);
    }

    @Test
    void aVariantIsCalledByItsId() {
        assertThat(dev.functionMap(call(bind(timeout(7)))).getFunctionCallId()).startsWith("fc-");
    }

    @Test
    void aVariantThatNobodyBoundIsNotFound() {
        assertStatus(() -> dev.functionMap(call(functionId + ".." + "0".repeat(32))), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceDoesNotBind() {
        assertStatus(() -> bind(other, timeout(7)), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceDoesNotCallTheVariant() {
        String bound = bind(timeout(7));

        assertStatus(() -> other.functionMap(call(bound)), Status.Code.NOT_FOUND);
    }

    @Test
    void aSecretOfAnotherWorkspaceIsNotFound() {
        assertStatus(
                () -> bind(
                        FunctionOptions.newBuilder().addSecretIds(secret(other)).setReplaceSecretIds(true)),
                Status.Code.NOT_FOUND);
    }

    @Test
    void aVolumeThatIsNotThereIsNotFound() {
        assertStatus(
                () -> bind(FunctionOptions.newBuilder()
                        .setReplaceVolumeMounts(true)
                        .addVolumeMounts(VolumeMount.newBuilder()
                                .setMountPath("/data")
                                .setVolumeId("vo-0000000000000000000000"))),
                Status.Code.NOT_FOUND);
    }

    @Test
    void aGpuIsRefusedAsAtADeploy() {
        Resources gpu = Resources.newBuilder()
                .setGpuConfig(GpuConfig.newBuilder().setCount(1))
                .build();

        assertThatThrownBy(() -> bind(FunctionOptions.newBuilder().setResources(gpu)))
                .hasMessageContaining("GPUs (gpu=) are not supported");
    }

    @Test
    void eachOptionThatHasNoEffectIsNamed() {
        assertThatThrownBy(() -> bind(FunctionOptions.newBuilder()
                        .setCloudProviderStr("aws")
                        .setRoutingRegion("eu")
                        .setWarmPoolSize(1)))
                .hasMessageContaining("cloud=, routing_region=, min_containers=.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "..x", ".." + "00000000000000000000000000000000" + "0"})
    void aDamagedIdIsRefused(String suffix) {
        assertStatus(() -> dev.functionMap(call(functionId + suffix)), Status.Code.INVALID_ARGUMENT);
    }
}
