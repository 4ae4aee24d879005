package dev.webendpoints.modal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.modal.generated.AutoscalerConfiguration;
import dev.webendpoints.modal.generated.AutoscalerSettings;
import dev.webendpoints.modal.generated.FunctionGetSchedulingParamsRequest;
import dev.webendpoints.modal.generated.FunctionUpdateSchedulingParamsRequest;
import dev.webendpoints.modal.generated.Warning;
import dev.webendpoints.modal.generated.WebhookConfig;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AutoscalerCallsTest extends ModalCallsFixture {

    private String app;
    private String functionId;

    @BeforeEach
    void deployed() {
        app = "scaled-" + System.nanoTime();
        functionId = deploy(dev, app).functionId();
    }

    @Test
    void aFunctionThatSaysNothingHasModalsDefaults() {
        assertThat(configuration().getSettings())
                .isEqualTo(AutoscalerSettings.newBuilder()
                        .setMinContainers(0)
                        .setMaxContainers(0)
                        .setBufferContainers(0)
                        .setScaleupWindow(1)
                        .setScaledownWindow(60)
                        .build());
    }

    @Test
    void whatIsSetHolds() {
        AutoscalerSettings answer =
                update(AutoscalerSettings.newBuilder().setMaxContainers(5).setScaledownWindow(30));

        assertThat(answer)
                .isEqualTo(configuration().getSettings())
                .extracting(AutoscalerSettings::getMaxContainers, AutoscalerSettings::getScaledownWindow)
                .containsExactly(5, 30);
    }

    @Test
    void whatIsNotSetStaysAsItWasSetBefore() {
        update(AutoscalerSettings.newBuilder().setMaxContainers(5));

        update(AutoscalerSettings.newBuilder().setScaledownWindow(30));

        assertThat(configuration().getOverrideSettings())
                .isEqualTo(AutoscalerSettings.newBuilder()
                        .setMaxContainers(5)
                        .setScaledownWindow(30)
                        .build());
    }

    @Test
    void itIsKnownWhoSetWhat() {
        update(AutoscalerSettings.newBuilder().setBufferContainers(1));

        assertThat(configuration().getOverrideEventsMap())
                .containsOnlyKeys("buffer_containers")
                .allSatisfy(
                        (setting, event) -> assertThat(event.getRequestedBy()).isEqualTo("ak-dev"));
    }

    @Test
    void aMaximumOfZeroTakesTheBoundAway() {
        update(AutoscalerSettings.newBuilder().setMaxContainers(5));

        update(AutoscalerSettings.newBuilder().setMaxContainers(0));

        assertThat(configuration().getSettings().getMaxContainers()).isZero();
    }

    @Test
    void theNextDeploymentEndsIt() {
        update(AutoscalerSettings.newBuilder().setScaledownWindow(30));

        String appId = app(dev, app);
        publish(dev, appId, app, define(dev, appId));

        assertThat(configuration().getSettings().getScaledownWindow()).isEqualTo(60);
    }

    @Test
    void aMinimumOverTheMaximumIsRefused() {
        update(AutoscalerSettings.newBuilder().setMaxContainers(2));

        assertRefused(
                AutoscalerSettings.newBuilder().setMinContainers(3),
                "min_containers (3) may not be more than max_containers (2)");
    }

    @Test
    void aWindowOutsideModalsBoundsIsRefused() {
        assertRefused(
                AutoscalerSettings.newBuilder().setScaledownWindow(1),
                "scaledown_window may be from 2 to 1200 seconds, not 1");
        assertRefused(
                AutoscalerSettings.newBuilder().setScaledownWindow(1201),
                "scaledown_window may be from 2 to 1200 seconds, not 1201");
    }

    @Test
    void moreThanTheServerAllowsIsRefused() {
        assertRefused(
                AutoscalerSettings.newBuilder().setMinContainers(101), "min_containers may be from 0 to 100, not 101");
        assertRefused(
                AutoscalerSettings.newBuilder().setBufferContainers(-1),
                "buffer_containers may be from 0 to 100, not 4294967295");
    }

    @Test
    void whatIsRefusedChangesNothing() {
        update(AutoscalerSettings.newBuilder().setMaxContainers(2));

        assertThatThrownBy(
                () -> update(AutoscalerSettings.newBuilder().setMinContainers(3).setScaledownWindow(30)));

        assertThat(configuration().getOverrideSettings().hasScaledownWindow()).isFalse();
    }

    @Test
    void aDeployThatAsksForMoreThanTheServerAllowsSaysWhatItGets() {
        var answer = define(
                dev,
                app(dev, "large-" + System.nanoTime()),
                square().setImageId(image(dev))
                        .setWebhookConfig(WebhookConfig.newBuilder().setType(WebhookConfig.Kind.ASGI_APP))
                        .setAutoscalerSettings(AutoscalerSettings.newBuilder().setMinContainers(101)));

        assertThat(answer.getServerWarningsList())
                .extracting(Warning::getMessage)
                .containsExactly("min_containers=101 is not within what Web Endpoints allows, from 0 to 100; it is 100"
                        + " here.");
    }

    @Test
    void anotherWorkspacesFunctionIsNotThere() {
        assertStatus(
                () -> other.functionGetSchedulingParams(FunctionGetSchedulingParamsRequest.newBuilder()
                        .setFunctionId(functionId)
                        .build()),
                Status.Code.NOT_FOUND);
    }

    private AutoscalerConfiguration configuration() {
        return dev.functionGetSchedulingParams(FunctionGetSchedulingParamsRequest.newBuilder()
                        .setFunctionId(functionId)
                        .build())
                .getAutoscalerConfiguration();
    }

    private AutoscalerSettings update(AutoscalerSettings.Builder settings) {
        return dev.functionUpdateSchedulingParams(FunctionUpdateSchedulingParamsRequest.newBuilder()
                        .setFunctionId(functionId)
                        .setSettings(settings)
                        .build())
                .getCurrentSettings();
    }

    private void assertRefused(AutoscalerSettings.Builder settings, String sentence) {
        assertThatThrownBy(() -> update(settings)).isInstanceOfSatisfying(StatusRuntimeException.class, refusal -> {
            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refusal.getStatus().getDescription()).isEqualTo(sentence);
        });
    }
}
