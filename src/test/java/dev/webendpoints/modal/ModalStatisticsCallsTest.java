package dev.webendpoints.modal;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;

import dev.webendpoints.app.container.ContainerHistory;
import dev.webendpoints.app.container.KnownContainer;
import dev.webendpoints.modal.generated.AppFunctionCounts;
import dev.webendpoints.modal.generated.AppGetTimeRangeStatsRequest;
import dev.webendpoints.modal.generated.AppGetTimeRangeStatsResponse;
import dev.webendpoints.modal.generated.FunctionCallCancelRequest;
import dev.webendpoints.modal.generated.FunctionCallCountRequest;
import dev.webendpoints.modal.generated.FunctionCallCountResponse.InputBucket;
import dev.webendpoints.modal.generated.FunctionCallFetchRequest;
import dev.webendpoints.modal.generated.FunctionCallInputInfo;
import dev.webendpoints.modal.generated.FunctionCallInputStatus;
import dev.webendpoints.modal.generated.FunctionGetTimeRangeStatsRequest;
import dev.webendpoints.modal.generated.FunctionGetTimeRangeStatsResponse;
import dev.webendpoints.modal.generated.FunctionInput;
import dev.webendpoints.modal.generated.FunctionMapRequest;
import dev.webendpoints.modal.generated.FunctionMapRequest.Invocation;
import dev.webendpoints.modal.generated.FunctionMapRequest.Kind;
import dev.webendpoints.modal.generated.FunctionPutInputsItem;
import dev.webendpoints.modal.generated.FunctionPutInputsRequest;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.TaskGetInfoRequest;
import dev.webendpoints.modal.generated.TaskGetInfoResponse;
import dev.webendpoints.testing.Await;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Lists and statistics of inputs and containers. The inputs here are canceled, since no worker runs. */
@QuarkusTest
class ModalStatisticsCallsTest extends ModalCallsFixture {

    private static final int INPUTS = 3;

    @Inject
    ContainerHistory containers;

    @Inject
    Pool database;

    private Deployed function;
    private String callId;

    @BeforeEach
    void aCanceledMap(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        String appId = app(dev, name);
        var created = define(dev, appId, square().clearWebhookConfig().setImageId(image(dev)));
        publish(dev, appId, name, created);
        function = new Deployed(appId, created.getFunctionId());
        callId = dev.functionMap(FunctionMapRequest.newBuilder()
                        .setFunctionId(function.functionId())
                        .setFunctionCallType(Kind.MAP)
                        .setFunctionCallInvocationType(Invocation.SYNC)
                        .build())
                .getFunctionCallId();
        dev.functionPutInputs(FunctionPutInputsRequest.newBuilder()
                .setFunctionId(function.functionId())
                .setFunctionCallId(callId)
                .addAllInputs(IntStream.range(0, INPUTS)
                        .mapToObj(idx -> FunctionPutInputsItem.newBuilder()
                                .setIdx(idx)
                                .setInput(FunctionInput.newBuilder().setArgs(ByteString.copyFromUtf8("args")))
                                .build())
                        .toList())
                .build());
        dev.functionCallCancel(
                FunctionCallCancelRequest.newBuilder().setFunctionCallId(callId).build());
        await().until(() -> statistics(dev).getInputFailureCount() == INPUTS);
    }

    private static Timestamp seconds(long fromNow) {
        return Timestamp.newBuilder()
                .setSeconds(Instant.now().getEpochSecond() + fromNow)
                .build();
    }

    private FunctionGetTimeRangeStatsResponse statistics(ModalClientBlockingStub who) {
        return who.functionGetTimeRangeStats(FunctionGetTimeRangeStatsRequest.newBuilder()
                .setFunctionId(function.functionId())
                .setSince(seconds(-3600))
                .setUntil(seconds(60))
                .build());
    }

    private List<FunctionCallInputInfo> newest(ModalClientBlockingStub who, int count) {
        return who.functionCallFetch(FunctionCallFetchRequest.newBuilder()
                        .setFunctionId(function.functionId())
                        .setTail(FunctionCallFetchRequest.Tail.newBuilder().setCount(count))
                        .build())
                .getFunctionCallInputsList();
    }

    private List<FunctionCallInputInfo> between(long since, long until) {
        return dev.functionCallFetch(FunctionCallFetchRequest.newBuilder()
                        .setFunctionId(function.functionId())
                        .setRange(FunctionCallFetchRequest.Range.newBuilder()
                                .setSince(seconds(since))
                                .setUntil(seconds(until))
                                .setLimit(100))
                        .build())
                .getFunctionCallInputsList();
    }

    private AppGetTimeRangeStatsResponse ofApp(ModalClientBlockingStub who) {
        return who.appGetTimeRangeStats(AppGetTimeRangeStatsRequest.newBuilder()
                .setAppId(function.appId())
                .setSince(seconds(-3600))
                .setUntil(seconds(60))
                .build());
    }

    @Test
    void theNewestInputsAreListedWithTheirStatus() {
        assertThat(newest(dev, 10))
                .extracting(FunctionCallInputInfo::getFunctionCallId, FunctionCallInputInfo::getStatus)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                callId, FunctionCallInputStatus.FUNCTION_CALL_INPUT_STATUS_TERMINATED),
                        org.assertj.core.groups.Tuple.tuple(
                                callId, FunctionCallInputStatus.FUNCTION_CALL_INPUT_STATUS_TERMINATED),
                        org.assertj.core.groups.Tuple.tuple(
                                callId, FunctionCallInputStatus.FUNCTION_CALL_INPUT_STATUS_TERMINATED));
    }

    @Test
    void noMoreInputsAreListedThanAskedFor() {
        assertThat(newest(dev, 2)).hasSize(2);
    }

    @Test
    void inputsOfARangeAreListed() {
        assertThat(between(-60, 60)).hasSize(INPUTS);
    }

    @Test
    void inputsOutsideOfARangeAreNotListed() {
        assertThat(between(-7200, -3600)).isEmpty();
    }

    @Test
    void inputsAreCountedInBuckets() {
        List<InputBucket> buckets = dev.functionCallCount(FunctionCallCountRequest.newBuilder()
                        .setFunctionId(function.functionId())
                        .setSince(seconds(-60))
                        .setUntil(seconds(60))
                        .setBucketSecs(10)
                        .build())
                .getBucketsList();

        assertThat(buckets.stream().mapToLong(InputBucket::getCount).sum()).isEqualTo(INPUTS);
        assertThat(buckets).allMatch(bucket -> bucket.getBucketStartAt().getSeconds() % 10 == 0);
    }

    @Test
    void aRangeOfAYearIsRefused() {
        assertStatus(() -> between(-365L * 24 * 3600, 0), Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void theStatisticsOfAFunctionKeepTheInputsOfADeletedCall() {
        // When
        Await.item(() -> database.preparedQuery("update function_call set expires_at = now() where id = $1")
                .execute(Tuple.of(callId)));
        await().until(() -> newest(dev, 10).isEmpty());
        // Then
        assertThat(statistics(dev).getInputFailureCount()).isEqualTo(INPUTS);
    }

    @Test
    void theStatisticsOfAnAppHaveItsFunctions() {
        AppFunctionCounts counts =
                ofApp(dev).getFunctions().getByNameOrThrow("square").getCounts();

        assertThat(counts.getCalls().getFailed()).isEqualTo(INPUTS);
    }

    @Test
    void theStatisticsOfAnAppCountItsDeployments() {
        assertThat(ofApp(dev).getDeploymentCount()).isEqualTo(1);
    }

    @Test
    void anotherWorkspaceListsNoInputs() {
        assertThat(newest(other, 10)).isEmpty();
    }

    @Test
    void anotherWorkspaceHasNoStatisticsOfTheFunction() {
        assertStatus(() -> statistics(other), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceHasNoStatisticsOfTheApp() {
        assertStatus(() -> ofApp(other), Status.Code.NOT_FOUND);
    }

    // Containers ---------------------------------------------------------------------------------------------------

    private String anEndedContainer() {
        String id = "ta-" + UUID.randomUUID();
        String workspaceId = Await.item(() -> database.preparedQuery("select workspace_id from app where id = $1")
                        .execute(Tuple.of(function.appId())))
                .iterator()
                .next()
                .getString(0);
        Instant start = Instant.now().minusSeconds(20);
        KnownContainer container =
                new KnownContainer(id, workspaceId, function.appId(), function.functionId(), start, null, null, false);
        containers.note(container.ready(start.plusSeconds(1)).ended(start.plusSeconds(10), false));
        await().until(() -> Await.item(() -> database.preparedQuery("select id from container where id = $1")
                                .execute(Tuple.of(id)))
                        .size()
                == 1);
        return id;
    }

    private static TaskGetInfoRequest info(String id) {
        return TaskGetInfoRequest.newBuilder().setTaskId(id).build();
    }

    @Test
    void aContainerThatHasEndedIsFound() {
        // Given
        String id = anEndedContainer();
        // When
        TaskGetInfoResponse found = dev.taskGetInfo(info(id));
        // Then
        assertThat(found.getAppId()).isEqualTo(function.appId());
        assertThat(found.getInfo().getFinishedAt() - found.getInfo().getEnqueuedAt())
                .isEqualTo(10);
    }

    @Test
    void anotherWorkspaceDoesNotFindTheContainer() {
        String id = anEndedContainer();

        assertStatus(() -> other.taskGetInfo(info(id)), Status.Code.NOT_FOUND);
    }

    @Test
    void theStatisticsOfAFunctionCountContainersThatBecameReady() {
        // When
        anEndedContainer();
        // Then
        assertThat(statistics(dev).getContainerStartedCount()).isEqualTo(1);
    }
}
