package dev.webendpoints.modal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.google.protobuf.Timestamp;

import dev.webendpoints.app.PublishedFunction;
import dev.webendpoints.app.container.ContainerCounts;
import dev.webendpoints.call.store.CallStatus;
import dev.webendpoints.call.store.InputCounts;
import dev.webendpoints.call.store.InputEntry;
import dev.webendpoints.call.store.InputHistory.Ended;
import dev.webendpoints.modal.generated.AppCallCounts;
import dev.webendpoints.modal.generated.AppContainerCounts;
import dev.webendpoints.modal.generated.AppFunctionCounts;
import dev.webendpoints.modal.generated.AppFunctionStats;
import dev.webendpoints.modal.generated.AppFunctionStatsGroup;
import dev.webendpoints.modal.generated.FunctionCallCountResponse;
import dev.webendpoints.modal.generated.FunctionCallFetchResponse;
import dev.webendpoints.modal.generated.FunctionCallInputInfo;
import dev.webendpoints.modal.generated.FunctionCallInputStatus;
import dev.webendpoints.modal.generated.FunctionGetTimeRangeStatsResponse;
import dev.webendpoints.modal.generated.StatsPercentile;
import dev.webendpoints.modal.generated.StatsPercentileDistribution;

/** Converts what became of inputs and containers to the client's messages. */
final class StatisticsMessages {

    /** Names of distributions, as the client sorts them. */
    private static final String EXECUTION = "Execution time (s)";

    private static final String LATENCY = "End-to-end latency (s)";
    private static final String SECONDS = "s";
    private static final double NANOS_IN_A_SECOND = 1e9;

    private StatisticsMessages() {}

    static FunctionCallFetchResponse inputs(List<InputEntry> entries) {
        FunctionCallFetchResponse.Builder answer = FunctionCallFetchResponse.newBuilder();
        entries.forEach(entry -> answer.addFunctionCallInputs(input(entry)));
        return answer.build();
    }

    private static FunctionCallInputInfo input(InputEntry entry) {
        FunctionCallInputInfo.Builder input = FunctionCallInputInfo.newBuilder()
                .setFunctionCallId(entry.callId())
                .setEnqueuedAt(timestamp(entry.createdAt()))
                .setStatus(status(entry));
        if (entry.startedAt() != null) {
            input.setStartedAt(timestamp(entry.startedAt()));
        }
        if (entry.startedAt() != null && entry.finishedAt() != null) {
            input.setExecutionTimeSeconds(
                    Duration.between(entry.startedAt(), entry.finishedAt()).toNanos() / NANOS_IN_A_SECOND);
        }
        if (entry.workerId() != null) {
            input.setContainerId(entry.workerId());
        }
        if (!entry.method().isEmpty()) {
            input.setServiceMethodName(entry.method());
        }
        return input.build();
    }

    private static FunctionCallInputStatus status(InputEntry entry) {
        CallStatus status = entry.status();
        if (status == null) {
            return entry.running()
                    ? FunctionCallInputStatus.FUNCTION_CALL_INPUT_STATUS_RUNNING
                    : FunctionCallInputStatus.FUNCTION_CALL_INPUT_STATUS_PENDING;
        }
        return FunctionCallInputStatus.valueOf("FUNCTION_CALL_INPUT_STATUS_" + status.name());
    }

    static FunctionCallCountResponse buckets(Map<Long, Long> counts) {
        FunctionCallCountResponse.Builder answer = FunctionCallCountResponse.newBuilder();
        counts.forEach((start, count) -> answer.addBuckets(FunctionCallCountResponse.InputBucket.newBuilder()
                .setBucketStartAt(Timestamp.newBuilder().setSeconds(start))
                .setCount(count)));
        return answer.build();
    }

    /** @param allVariants whether the counts are those of all values of a class's parameters */
    static FunctionGetTimeRangeStatsResponse.Builder ofFunction(
            InputCounts inputs, ContainerCounts containers, boolean allVariants) {
        FunctionGetTimeRangeStatsResponse.Builder answer = FunctionGetTimeRangeStatsResponse.newBuilder()
                .setInputSuccessCount(inputs.succeeded())
                .setInputFailureCount(inputs.failed())
                .setInputTimeoutCount(inputs.timedOut())
                .setInputRunningAtEndCount(inputs.running())
                .setVariantCount(allVariants ? inputs.queues() : 0)
                .setContainerTotalCount(containers.active())
                .setContainerStartedCount(containers.started())
                .setContainerErrorCount(containers.failed())
                .setContainerCreatingAtEndCount(containers.creating());
        if (!inputs.execution().isEmpty()) {
            answer.putInputPercentileStats(EXECUTION, distribution(inputs.execution()));
        }
        if (!inputs.latency().isEmpty()) {
            answer.putInputPercentileStats(LATENCY, distribution(inputs.latency()));
        }
        return answer;
    }

    private static StatsPercentileDistribution distribution(List<Double> seconds) {
        StatsPercentileDistribution.Builder distribution =
                StatsPercentileDistribution.newBuilder().setUnit(SECONDS);
        for (int i = 0; i < seconds.size(); i++) {
            distribution.addPercentiles(StatsPercentile.newBuilder()
                    .setPercentileBasisPoints(InputCounts.PERCENTILES.get(i))
                    .setValue(seconds.get(i)));
        }
        return distribution.build();
    }

    /** The total has the functions of earlier versions too, the list only those that are served. */
    static AppFunctionStatsGroup functions(
            List<PublishedFunction> served, Map<String, Ended> inputs, Map<String, ContainerCounts> containers) {
        AppFunctionStatsGroup.Builder group = AppFunctionStatsGroup.newBuilder()
                .setTotal(counts(
                        inputs.values().stream().reduce(new Ended(0, 0), StatisticsMessages::sum),
                        containers.values().stream().reduce(ContainerCounts.NONE, ContainerCounts::plus)));
        for (PublishedFunction each : served) {
            String id = each.function().id;
            group.putByName(
                    each.function().tag,
                    AppFunctionStats.newBuilder()
                            .setObjectId(id)
                            .setCounts(counts(
                                    inputs.getOrDefault(id, new Ended(0, 0)),
                                    containers.getOrDefault(id, ContainerCounts.NONE)))
                            .build());
        }
        return group.build();
    }

    private static Ended sum(Ended one, Ended other) {
        return new Ended(one.succeeded() + other.succeeded(), one.failed() + other.failed());
    }

    private static AppFunctionCounts counts(Ended inputs, ContainerCounts containers) {
        return AppFunctionCounts.newBuilder()
                .setCalls(AppCallCounts.newBuilder()
                        .setTotal(inputs.succeeded() + inputs.failed())
                        .setSucceeded(inputs.succeeded())
                        .setFailed(inputs.failed()))
                .setContainers(AppContainerCounts.newBuilder()
                        .setContainerErrors(containers.failed())
                        .setContainerActiveCount(containers.active()))
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
