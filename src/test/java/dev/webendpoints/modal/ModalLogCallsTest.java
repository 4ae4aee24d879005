package dev.webendpoints.modal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import com.google.protobuf.Timestamp;

import dev.webendpoints.logs.LogSource;
import dev.webendpoints.logs.LogStream;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.modal.generated.AppCountLogsRequest;
import dev.webendpoints.modal.generated.AppCountLogsResponse.LogBucket;
import dev.webendpoints.modal.generated.AppFetchLogsRequest;
import dev.webendpoints.modal.generated.AppGetLogsRequest;
import dev.webendpoints.modal.generated.AppStopRequest;
import dev.webendpoints.modal.generated.TaskLogs;
import dev.webendpoints.modal.generated.TaskLogsBatch;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The calls for logs, by callers with and without access to the app. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ModalLogCallsTest extends ModalCallsFixture {

    private static final String FUNCTION = "fu-1";
    private static final String WORKER = "ta-1";

    @Inject
    WorkerLogs logs;

    private String appId;

    @BeforeEach
    void deployApp(TestInfo test) {
        appId = app(dev, test.getTestMethod().orElseThrow().getName());
    }

    // Past

    @Test
    void aLineComesWithAllThatIsKnownOfIt() {
        print(LogStream.STDERR, "oh");

        TaskLogsBatch batch = dev.appFetchLogs(fetch().build()).getBatches(0);

        assertThat(batch)
                .extracting(TaskLogsBatch::getFunctionId, TaskLogsBatch::getTaskId)
                .containsExactly(FUNCTION, WORKER);
        assertThat(batch.getItemsList())
                .extracting(TaskLogs::getData, TaskLogs::getFileDescriptor, TaskLogs::getContainerId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("oh\n", 2, WORKER));
        assertThat(batch.getItems(0).getTimestampNs() / 1_000).isEqualTo(Long.parseLong(batch.getEntryId()));
    }

    @Test
    void theNewestLinesAreFetchedWhenThereAreMore() {
        print(LogStream.STDOUT, "a");
        print(LogStream.STDOUT, "b");
        print(LogStream.STDOUT, "c");

        assertThat(texts(fetch().setLimit(2))).containsExactly("b\n", "c\n");
    }

    @Test
    void linesAreFetchedByTheirSource() {
        print(LogStream.STDOUT, "a");
        print(LogStream.SYSTEM, "b");

        assertThat(texts(fetch().setSource(3))).containsExactly("b\n");
    }

    @Test
    void noLinesAreFetchedOfAnotherTime() {
        print(LogStream.STDOUT, "a");

        assertThat(texts(fetch().setUntil(time(Instant.now().minusSeconds(60)))))
                .isEmpty();
    }

    @Test
    void theBuildOfAnImageIsFetchedWithItsId() {
        logs.append(LogSource.ofImage(appId, "im-1"), LogStream.SYSTEM, "Resolved 3 packages");

        assertThat(dev.appFetchLogs(fetch().build()).getBatchesList())
                .extracting(TaskLogsBatch::getImageId, TaskLogsBatch::getTaskId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("im-1", ""));
    }

    @Test
    void linesAreCountedByTimeAndSource() {
        print(LogStream.STDOUT, "a");
        print(LogStream.STDOUT, "b");
        print(LogStream.STDERR, "c");

        List<LogBucket> buckets = dev.appCountLogs(AppCountLogsRequest.newBuilder()
                        .setAppId(appId)
                        .setBucketSecs(86_400)
                        .build())
                .getBucketsList();

        assertThat(List.of(
                        buckets.stream().mapToLong(LogBucket::getStdoutLogs).sum(),
                        buckets.stream().mapToLong(LogBucket::getStderrLogs).sum(),
                        buckets.get(0).getBucketStartAt().getSeconds() % 86_400))
                .containsExactly(2L, 1L, 0L);
    }

    @Test
    void anotherWorkspaceFetchesNothing() {
        print(LogStream.STDOUT, "secret");

        assertStatus(() -> other.appFetchLogs(fetch().build()), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceCountsNothing() {
        assertStatus(
                () -> other.appCountLogs(
                        AppCountLogsRequest.newBuilder().setAppId(appId).build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void linesOfOneCallAreRefusedNotGuessed() {
        assertStatus(() -> dev.appFetchLogs(fetch().setFunctionCallId("fc-1").build()), Status.Code.UNIMPLEMENTED);
    }

    // Live

    @Test
    void whoFollowsSeesWhatWasAndWhatComes() {
        print(LogStream.STDOUT, "before");
        Iterator<TaskLogsBatch> stream = dev.appGetLogs(follow(20).build());
        List<String> seen = new ArrayList<>(data(stream.next()));

        print(LogStream.STDOUT, "after");
        seen.addAll(data(stream.next()));

        assertThat(seen).containsExactly("before\n", "after\n");
    }

    @Test
    void whoComesAgainMissesNothingAndSeesNothingTwice() {
        print(LogStream.STDOUT, "a");
        List<TaskLogsBatch> first = all(dev.appGetLogs(follow(0.2f).build()));
        print(LogStream.STDOUT, "b");

        List<TaskLogsBatch> second = all(dev.appGetLogs(follow(0.2f)
                .setLastEntryId(first.get(first.size() - 1).getEntryId())
                .build()));

        assertThat(List.of(allData(first), allData(second))).containsExactly(List.of("a\n"), List.of("b\n"));
    }

    @Test
    void whoSawNoLineYetComesAgainWithAPosition() {
        List<TaskLogsBatch> first = all(dev.appGetLogs(follow(0.2f).build()));
        print(LogStream.STDOUT, "a");

        List<TaskLogsBatch> second = all(dev.appGetLogs(follow(0.2f)
                .setLastEntryId(first.get(first.size() - 1).getEntryId())
                .build()));

        assertThat(allData(second)).containsExactly("a\n");
    }

    @Test
    void aStreamIsHeldOpenForAsLongAsItWasAskedFor() {
        long before = System.nanoTime();

        all(dev.appGetLogs(follow(1).build()));

        assertThat((System.nanoTime() - before) / 1e9).isGreaterThanOrEqualTo(1);
    }

    @Test
    void oneWhoIsFarBehindGetsAllInSeveralStreams() {
        int lines = 800;
        for (int i = 0; i < lines; i++) {
            print(LogStream.STDOUT, i + "x".repeat(8_000));
        }
        List<String> seen = new ArrayList<>();
        String position = "0";
        while (seen.size() < lines) {
            List<TaskLogsBatch> some =
                    all(dev.appGetLogs(follow(5).setLastEntryId(position).build()));
            position = some.get(some.size() - 1).getEntryId();
            seen.addAll(allData(some));
        }

        assertThat(seen.stream().map(text -> text.substring(0, text.indexOf('x'))))
                .isEqualTo(java.util.stream.IntStream.range(0, lines)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void theStreamEndsWithTheAppAfterItsLastLine() {
        try (var worker = logs.begin(new LogSource(appId, FUNCTION, WORKER))) {
            Iterator<TaskLogsBatch> stream = dev.appGetLogs(follow(30).build());
            stream.next();
            dev.appStop(AppStopRequest.newBuilder().setAppId(appId).build());
            worker.append(LogStream.STDOUT, "goodbye");
            List<String> last = data(stream.next());
            worker.close();

            assertThat(List.of(last, stream.next().getAppDone(), stream.hasNext()))
                    .containsExactly(List.of("goodbye\n"), true, false);
        }
    }

    @Test
    void anotherWorkspaceFollowsNothing() {
        assertStatus(() -> other.appGetLogs(follow(1).build()).hasNext(), Status.Code.NOT_FOUND);
    }

    private void print(LogStream stream, String text) {
        logs.append(new LogSource(appId, FUNCTION, WORKER), stream, text);
    }

    private AppFetchLogsRequest.Builder fetch() {
        return AppFetchLogsRequest.newBuilder().setAppId(appId);
    }

    /** @param timeout in seconds */
    private AppGetLogsRequest.Builder follow(float timeout) {
        return AppGetLogsRequest.newBuilder().setAppId(appId).setTimeout(timeout);
    }

    private List<String> texts(AppFetchLogsRequest.Builder request) {
        return allData(dev.appFetchLogs(request.build()).getBatchesList());
    }

    private static List<TaskLogsBatch> all(Iterator<TaskLogsBatch> stream) {
        List<TaskLogsBatch> batches = new ArrayList<>();
        stream.forEachRemaining(batches::add);
        return batches;
    }

    private static List<String> allData(List<TaskLogsBatch> batches) {
        return batches.stream().flatMap(batch -> data(batch).stream()).toList();
    }

    private static List<String> data(TaskLogsBatch batch) {
        return batch.getItemsList().stream().map(TaskLogs::getData).toList();
    }

    private static Timestamp time(Instant instant) {
        return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
    }
}
