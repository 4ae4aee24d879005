package dev.webendpoints.modal;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.webendpoints.modal.generated.AppPublishResponse;
import dev.webendpoints.modal.generated.FunctionCreateResponse;
import dev.webendpoints.modal.generated.GpuConfig;
import dev.webendpoints.modal.generated.Resources;
import dev.webendpoints.modal.generated.Warning;
import dev.webendpoints.testing.OtherSettings;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static org.assertj.core.api.Assertions.assertThat;

/** A server whose operator deploys functions with GPUs on the CPU. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(OtherSettings.class)
@Tag("long")
class GpuIgnoredTest extends ModalCallsFixture {

    @Test
    void aFunctionWithAGpuIsDeployedWithAWarning() {
        String appId = app(dev, "gpu-ignored");
        FunctionCreateResponse function = define(
                dev,
                appId,
                square().setImageId(image(dev))
                        .setResources(Resources.newBuilder()
                                .setGpuConfig(GpuConfig.newBuilder().setCount(1))));

        AppPublishResponse answer = publish(dev, appId, "gpu-ignored", function);

        assertThat(answer.getServerWarningsList())
                .extracting(Warning::getMessage)
                .containsExactly(
                        "square: gpu= is ignored: the function runs on the CPU, as webendpoints.gpu=ignore says.");
    }
}
