package dev.webendpoints.modal;

import java.util.List;

import org.junit.jupiter.api.Test;

import com.google.protobuf.ByteString;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.FunctionSpec.Scaling;
import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.function.FunctionSpec.WebMethod;
import dev.webendpoints.function.StartMode;
import dev.webendpoints.modal.generated.AutoscalerSettings;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.MethodDefinition;
import dev.webendpoints.modal.generated.Resources;
import dev.webendpoints.modal.generated.WebhookConfig;

import static org.assertj.core.api.Assertions.assertThat;

class FunctionReaderTest {

    @Test
    void aFunctionThatSaysNothingHasModalsDefaults() {
        FunctionSpec spec = FunctionReader.read(
                Function.newBuilder().setFunctionName("square").build());

        assertThat(spec)
                .extracting(
                        FunctionSpec::maxConcurrentInputs,
                        FunctionSpec::timeoutSecs,
                        FunctionSpec::startupTimeoutSecs,
                        FunctionSpec::scaledownSecs)
                .containsExactly(1, 300, 300, 60);
    }

    @Test
    void startingMayTakeAsLongAsTheTimeoutUnlessItIsSaid() {
        assertThat(FunctionReader.read(Function.newBuilder().setTimeoutSecs(40).build())
                        .startupTimeoutSecs())
                .isEqualTo(40);
        assertThat(FunctionReader.read(Function.newBuilder()
                                .setTimeoutSecs(40)
                                .setStartupTimeoutSecs(7)
                                .build())
                        .startupTimeoutSecs())
                .isEqualTo(7);
    }

    @Test
    void theImplementationOfAnOlderClientIsTheFunctionsName() {
        assertThat(FunctionReader.read(
                                Function.newBuilder().setFunctionName("square").build())
                        .code()
                        .implementation())
                .isEqualTo("square");
    }

    @Test
    void memoryIsLimitedOnlyWhereALimitIsAskedFor() {
        assertThat(FunctionReader.read(Function.newBuilder()
                                .setResources(Resources.newBuilder().setMemoryMb(512))
                                .build())
                        .memoryLimitMb())
                .isNull();
        assertThat(FunctionReader.read(Function.newBuilder()
                                .setResources(
                                        Resources.newBuilder().setMemoryMb(512).setMemoryMbMax(1024))
                                .build())
                        .memoryLimitMb())
                .isEqualTo(1024);
    }

    @Test
    void processorsAreLimitedOnlyWhereALimitIsAskedFor() {
        assertThat(FunctionReader.read(Function.newBuilder()
                                .setResources(Resources.newBuilder().setMilliCpu(500))
                                .build())
                        .cpuLimitMilli())
                .isNull();
        assertThat(FunctionReader.read(Function.newBuilder()
                                .setResources(
                                        Resources.newBuilder().setMilliCpu(500).setMilliCpuMax(1500))
                                .build())
                        .cpuLimitMilli())
                .isEqualTo(1500);
    }

    @Test
    void aMemorySnapshotIsAWayToStart() {
        assertThat(FunctionReader.read(Function.newBuilder()
                                .setCheckpointingEnabled(true)
                                .build())
                        .start())
                .isEqualTo(StartMode.SNAPSHOT);
    }

    @Test
    void whatDoesNotSurviveAForkIsStartedAfresh() {
        assertThat(FunctionReader.read(Function.newBuilder()
                                .setCheckpointingEnabled(true)
                                .putExperimentalOptions("zygote", "False")
                                .build())
                        .start())
                .isEqualTo(StartMode.FRESH);
    }

    @Test
    void serializedCodeIsKept() {
        FunctionSpec spec = FunctionReader.read(Function.newBuilder()
                .setFunctionSerialized(ByteString.copyFromUtf8("f"))
                .setClassSerialized(ByteString.copyFromUtf8("c"))
                .build());

        assertThat(spec.code().serializedFunction()).asString().isEqualTo("f");
        assertThat(spec.code().serializedClass()).asString().isEqualTo("c");
    }

    @Test
    void theClientsOwnPackageIsNoMount() {
        FunctionSpec spec = FunctionReader.read(Function.newBuilder()
                .addMountIds("mo-b")
                .addMountIds(ClientMount.ID)
                .addMountIds("mo-a")
                .build());

        assertThat(spec.mountIds()).containsExactly("mo-a", "mo-b");
    }

    @Test
    void anAutoscalerSettingOfZeroIsSaid() {
        FunctionSpec spec = FunctionReader.read(Function.newBuilder()
                .setAutoscalerSettings(AutoscalerSettings.newBuilder()
                        .setMinContainers(0)
                        .setMaxContainers(3)
                        .setScaledownWindow(20))
                .setWarmPoolSize(9)
                .build());

        assertThat(spec.scaling()).isEqualTo(new Scaling(0, 3, null, null, null, false));
        assertThat(spec.scaledownSecs()).isEqualTo(20);
    }

    @Test
    void theTargetIsReadFromWhereTheClientPutsIt() {
        FunctionSpec spec = FunctionReader.read(Function.newBuilder()
                .setMaxConcurrentInputs(100)
                .setTargetConcurrentInputs(80)
                .build());

        assertThat(spec.scaling().targetInputs()).isEqualTo(80);
    }

    @Test
    void singleUseIsSaidInOneWayOrTheOther() {
        assertThat(FunctionReader.read(Function.newBuilder()
                                .setSingleUseContainers(true)
                                .build())
                        .scaling()
                        .singleUse())
                .isTrue();
        assertThat(FunctionReader.read(Function.newBuilder().setMaxInputs(1).build())
                        .scaling()
                        .singleUse())
                .isTrue();
    }

    @Test
    void anOlderFieldOfZeroIsNotSaid() {
        FunctionSpec spec = FunctionReader.read(Function.newBuilder()
                .setWarmPoolSize(2)
                .setBufferContainers(1)
                .setTaskIdleTimeoutSecs(30)
                .build());

        assertThat(spec.scaling()).isEqualTo(new Scaling(2, null, 1, null, null, false));
        assertThat(spec.scaledownSecs()).isEqualTo(30);
    }

    @Test
    void volumesAreMountedWhereTheySay() {
        FunctionSpec spec = FunctionReader.read(Function.newBuilder()
                .addVolumeMounts(dev.webendpoints.modal.generated.VolumeMount.newBuilder()
                        .setVolumeId("vo-1")
                        .setMountPath("/data")
                        .setReadOnly(true))
                .build());

        assertThat(spec.volumes()).containsExactly(new VolumeMount("vo-1", "/data", true));
    }

    @Test
    void aFastApiEndpointHasOneHttpMethodInUpperCase() {
        FunctionSpec spec = FunctionReader.read(Function.newBuilder()
                .setWebhookConfig(WebhookConfig.newBuilder()
                        .setType(WebhookConfig.Kind.FUNCTION)
                        .setMethod("post")
                        .setWebEndpointDocs(true)
                        .setRequestedSuffix("mine")
                        .setRequiresProxyAuth(true)
                        .setEphemeralSuffix("me"))
                .build());

        assertThat(spec.webMethods())
                .containsExactly(new WebMethod(
                        "", EndpointKind.FASTAPI_ENDPOINT, "POST", true, 0, 0, "mine", true, "me", List.of()));
    }

    @Test
    void aWebServerHasAPortAndNoHttpMethod() {
        FunctionSpec spec = FunctionReader.read(Function.newBuilder()
                .setWebhookConfig(WebhookConfig.newBuilder()
                        .setType(WebhookConfig.Kind.WEB_SERVER)
                        .setWebServerPort(8000)
                        .setWebServerStartupTimeout(2.5f))
                .build());

        assertThat(spec.webMethods())
                .containsExactly(
                        new WebMethod("", EndpointKind.WEB_SERVER, "", false, 8000, 2.5, null, false, "", List.of()));
    }

    @Test
    void aClassesMethodsWithAUrlComeInTheOrderOfTheirNames() {
        FunctionSpec spec = FunctionReader.read(Function.newBuilder()
                .setIsClass(true)
                .putMethodDefinitions("web", method(WebhookConfig.Kind.WSGI_APP))
                .putMethodDefinitions("plain", MethodDefinition.getDefaultInstance())
                .putMethodDefinitions("api", method(WebhookConfig.Kind.ASGI_APP))
                .build());

        assertThat(spec.webMethods()).extracting(WebMethod::name).containsExactly("api", "web");
    }

    private static MethodDefinition method(WebhookConfig.Kind kind) {
        return MethodDefinition.newBuilder()
                .setWebhookConfig(WebhookConfig.newBuilder().setType(kind))
                .build();
    }
}
