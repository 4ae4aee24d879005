package dev.webendpoints.modal;

import java.util.Iterator;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.webendpoints.modal.generated.AppClientDisconnectRequest;
import dev.webendpoints.modal.generated.AppCreateRequest;
import dev.webendpoints.modal.generated.AppCreateResponse;
import dev.webendpoints.modal.generated.AppGetByDeploymentNameRequest;
import dev.webendpoints.modal.generated.AppGetInfoRequest;
import dev.webendpoints.modal.generated.AppGetLifecycleRequest;
import dev.webendpoints.modal.generated.AppGetLogsRequest;
import dev.webendpoints.modal.generated.AppPublishResponse;
import dev.webendpoints.modal.generated.AppStateCode;
import dev.webendpoints.modal.generated.AppStopRequest;
import dev.webendpoints.modal.generated.AutoscalerSettings;
import dev.webendpoints.modal.generated.Cron;
import dev.webendpoints.modal.generated.FunctionCreateRequest;
import dev.webendpoints.modal.generated.FunctionCreateResponse;
import dev.webendpoints.modal.generated.FunctionGetResponse;
import dev.webendpoints.modal.generated.FunctionPrecreateRequest;
import dev.webendpoints.modal.generated.FunctionPrecreateResponse;
import dev.webendpoints.modal.generated.GpuConfig;
import dev.webendpoints.modal.generated.Period;
import dev.webendpoints.modal.generated.Resources;
import dev.webendpoints.modal.generated.Schedule;
import dev.webendpoints.modal.generated.TaskLogsBatch;
import dev.webendpoints.modal.generated.Warning;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The calls of a deploy, for apps and functions from creation to stop. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ModalDeployCallsTest extends ModalCallsFixture {

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
    void aStoppedAppIsThePreviousOneOfItsName() {
        Deployed deployed = deploy(dev, "previous");

        dev.appStop(AppStopRequest.newBuilder().setAppId(deployed.appId()).build());

        assertThat(dev.appGetByDeploymentName(AppGetByDeploymentNameRequest.newBuilder()
                                .setName("previous")
                                .build())
                        .getPreviousAppId())
                .isEqualTo(deployed.appId());
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
                .last()
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
                .hasMessage(
                        "UNIMPLEMENTED: The function 'square' cannot be deployed: GPUs (gpu=) are not supported by Web"
                                + " Endpoints; with webendpoints.gpu=ignore the server runs such functions on the CPU.");
    }

    @Test
    void warningsAreRepeatedWithTheDeploymentByFunction() {
        String appId = app(dev, "windowed");
        FunctionCreateResponse function = define(
                dev,
                appId,
                square().setImageId(image(dev))
                        .setAutoscalerSettings(AutoscalerSettings.newBuilder().setScaledownWindow(3600)));

        AppPublishResponse answer = publish(dev, appId, "windowed", function);

        assertThat(answer.getServerWarningsList())
                .extracting(Warning::getMessage)
                .containsExactly("square: scaledown_window=3600 is not within what Web Endpoints allows, from 2 to 1200"
                        + " seconds; it is 1200 here.");
    }

    @Test
    void aScheduleIsShownWithTheAppAndTheFunction() {
        String appId = app(dev, "scheduled");
        Schedule everyHour =
                Schedule.newBuilder().setPeriod(Period.newBuilder().setHours(1)).build();
        FunctionCreateResponse function = define(
                dev, appId, square().clearWebhookConfig().setImageId(image(dev)).setSchedule(everyHour));

        publish(dev, appId, "scheduled", function);

        assertThat(dev.appGetInfo(AppGetInfoRequest.newBuilder().setAppId(appId).build())
                        .getFunctionInfoSummariesOrThrow(function.getFunctionId())
                        .getSchedule())
                .isEqualTo(everyHour);
        assertThat(function.getFunctionData().getSchedule()).isEqualTo(everyHour);
    }

    @Test
    void anInvalidScheduleIsRefusedWithTheReason() {
        assertThatThrownBy(() -> define(
                        dev,
                        app(dev, "atlantis"),
                        square().clearWebhookConfig()
                                .setSchedule(Schedule.newBuilder()
                                        .setCron(Cron.newBuilder()
                                                .setCronString("0 0 * * *")
                                                .setTimezone("Europe/Atlantis")))))
                .hasMessage(
                        "INVALID_ARGUMENT: The function 'square' cannot be deployed: The time zone 'Europe/Atlantis' is"
                                + " unknown; a name of the IANA database is allowed, such as 'Europe/Berlin' or 'UTC'.");
    }

    @Test
    void aScheduleOfAWebFunctionIsRefused() {
        assertThatThrownBy(() -> define(
                        dev,
                        app(dev, "web-clock"),
                        square().setWebhookConfig(fastApi())
                                .setSchedule(Schedule.newBuilder()
                                        .setPeriod(Period.newBuilder().setHours(1)))))
                .hasMessage(
                        "UNIMPLEMENTED: The function 'square' cannot be deployed: A schedule= of a web function or a"
                                + " class is not supported by Web Endpoints; put it on a function without a URL.");
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
}
