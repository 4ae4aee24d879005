package dev.webendpoints.modal;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.webendpoints.modal.generated.ClassParameterInfo;
import dev.webendpoints.modal.generated.ClassParameterSpec;
import dev.webendpoints.modal.generated.CloudBucketMount;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionCreateRequest;
import dev.webendpoints.modal.generated.FunctionData;
import dev.webendpoints.modal.generated.GpuConfig;
import dev.webendpoints.modal.generated.HttpConfig;
import dev.webendpoints.modal.generated.MethodDefinition;
import dev.webendpoints.modal.generated.RankedFunction;
import dev.webendpoints.modal.generated.Resources;
import dev.webendpoints.modal.generated.SharedVolumeMount;
import dev.webendpoints.modal.generated.VolumeMount;
import dev.webendpoints.modal.generated.WebhookConfig;
import dev.webendpoints.modal.grpc.CallRejected;
import io.grpc.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class UnsupportedOptionsTest {

    private static final int WARNED_WHATEVER_THE_NETWORK = 4;

    static Stream<Arguments> refused() {
        return Stream.of(
                of("gpu=", UnsupportedOptionsTest::setGpu),
                of("network_file_systems=", f -> f.addSharedVolumeMounts(SharedVolumeMount.getDefaultInstance())),
                of("Cloud bucket", f -> f.addCloudBucketMounts(CloudBucketMount.getDefaultInstance())),
                of("proxy=", f -> f.setProxyId("pr-1")),
                of("@app.server", f -> f.setIsServer(true)),
                of("http_server", f -> f.setHttpConfig(HttpConfig.getDefaultInstance())),
                of("Clusters", f -> f.setGroupSize(2)),
                of("run_function", f -> f.setIsBuilderFunction(true)),
                of("sub_path=", f -> f.addVolumeMounts(VolumeMount.newBuilder().setSubPath("a"))));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String word, Consumer<Function.Builder> change) {
        assertThatThrownBy(() -> UnsupportedOptions.refuse(request(change), GpuPolicy.REFUSE))
                .hasMessageContaining(word)
                .asInstanceOf(type(CallRejected.class))
                .extracting(CallRejected::code)
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void allReasonsAreTold() {
        FunctionCreateRequest request = request(function ->
                setGpu(function.setFunctionName("square").addCloudBucketMounts(CloudBucketMount.getDefaultInstance())));

        assertThatThrownBy(() -> UnsupportedOptions.refuse(request, GpuPolicy.REFUSE))
                .hasMessage(
                        "The function 'square' cannot be deployed: GPUs (gpu=) are not supported by Web Endpoints; with"
                                + " webendpoints.gpu=ignore the server runs such functions on the CPU. Cloud bucket mounts are"
                                + " not supported by Web Endpoints.");
    }

    @Test
    void aListOfGpusIsRefused() {
        assertThatThrownBy(() -> UnsupportedOptions.refuse(listOfGpus(), GpuPolicy.REFUSE))
                .hasMessageContaining("gpu=");
    }

    @Test
    void aGpuIsIgnoredWhereTheOperatorSaysSo() {
        assertThatCode(() -> UnsupportedOptions.refuse(request(UnsupportedOptionsTest::setGpu), GpuPolicy.IGNORE))
                .doesNotThrowAnyException();
    }

    @Test
    void aListOfGpusIsIgnoredWhereTheOperatorSaysSo() {
        FunctionCreateRequest request = listOfGpus();

        UnsupportedOptions.refuse(request, GpuPolicy.IGNORE);

        assertThat(UnsupportedOptions.definition(request).getFunctionName()).isEqualTo("first");
    }

    @Test
    void anEmptyGpuConfigIsNone() {
        assertThatCode(() -> UnsupportedOptions.refuse(
                        request(function -> function.setResources(
                                Resources.newBuilder().setGpuConfig(GpuConfig.getDefaultInstance()))),
                        GpuPolicy.REFUSE))
                .doesNotThrowAnyException();
    }

    @Test
    void aParameterThatNoQueryCanGiveIsRefused() {
        FunctionCreateRequest request = request(function -> function.putMethodDefinitions(
                        "web",
                        MethodDefinition.newBuilder()
                                .setWebhookConfig(WebhookConfig.newBuilder().setType(WebhookConfig.Kind.FUNCTION))
                                .build())
                .setClassParameterInfo(ClassParameterInfo.newBuilder()
                        .addSchema(ClassParameterSpec.newBuilder().setName("on").setType(9))));

        assertThatThrownBy(() -> UnsupportedOptions.refuse(request, GpuPolicy.REFUSE))
                .hasMessageContaining("modal.parameter()");
    }

    static Stream<Arguments> warned() {
        return Stream.of(
                of("gpu=", UnsupportedOptionsTest::setGpu),
                of("region=", f -> f.getSchedulerPlacementBuilder().addRegions("eu")),
                of("cloud=", f -> f.setCloudProviderStr("aws")),
                of("ephemeral_disk=", f -> f.getResourcesBuilder().setEphemeralDiskMb(1000)),
                of("block_network=", f -> f.setBlockNetwork(true)),
                of(
                        "without a token",
                        f -> f.getWebhookConfigBuilder()
                                .setType(WebhookConfig.Kind.WEB_SERVER)
                                .setRequiresProxyAuth(true)));
    }

    @ParameterizedTest
    @MethodSource
    void warned(String word, Consumer<Function.Builder> change) {
        assertThat(UnsupportedOptions.warnings(request(change).getFunction(), (listens, blocks) -> false))
                .singleElement()
                .asString()
                .contains(word);
    }

    @Test
    void anyCloudIsNotWarnedOf() {
        Function function = request(f -> f.setCloudProviderStr("auto")).getFunction();

        assertThat(UnsupportedOptions.warnings(function, (listens, blocks) -> false))
                .isEmpty();
    }

    static Stream<Arguments> aNetworkOfItsOwnIsNotWarnedOf() {
        return warned().skip(WARNED_WHATEVER_THE_NETWORK);
    }

    @ParameterizedTest
    @MethodSource
    void aNetworkOfItsOwnIsNotWarnedOf(String word, Consumer<Function.Builder> change) {
        Function function = request(change).getFunction();

        List<String> warnings = UnsupportedOptions.warnings(
                function, (listens, blocks) -> listens == !function.getBlockNetwork() && blocks == !listens);

        assertThat(warnings).isEmpty();
    }

    private static Arguments of(String word, Consumer<Function.Builder> change) {
        return Arguments.of(word, change);
    }

    private static void setGpu(Function.Builder function) {
        function.setResources(
                Resources.newBuilder().setGpuConfig(GpuConfig.newBuilder().setCount(1)));
    }

    private static FunctionCreateRequest listOfGpus() {
        FunctionData.Builder data = FunctionData.newBuilder();
        for (String name : List.of("second", "first")) {
            Function.Builder function = Function.newBuilder().setFunctionName(name);
            setGpu(function);
            data.addRankedFunctions(RankedFunction.newBuilder()
                    .setRank(name.equals("first") ? 0 : 1)
                    .setFunction(function));
        }
        return FunctionCreateRequest.newBuilder().setFunctionData(data).build();
    }

    private static FunctionCreateRequest request(Consumer<Function.Builder> change) {
        Function.Builder function = Function.newBuilder();
        change.accept(function);
        return FunctionCreateRequest.newBuilder().setFunction(function).build();
    }
}
