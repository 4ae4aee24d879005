package dev.webendpoints.modal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Timestamp;

import dev.webendpoints.app.App;
import dev.webendpoints.app.Apps;
import dev.webendpoints.app.Deployment;
import dev.webendpoints.app.Functions;
import dev.webendpoints.app.PublishedFunction;
import dev.webendpoints.app.container.ContainerCounts;
import dev.webendpoints.app.container.ContainerHistory;
import dev.webendpoints.call.CallHistory;
import dev.webendpoints.call.store.HistoryQuestion;
import dev.webendpoints.call.store.InputHistory.Ended;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.modal.generated.AppGetTimeRangeStatsRequest;
import dev.webendpoints.modal.generated.AppGetTimeRangeStatsResponse;
import dev.webendpoints.modal.generated.FunctionCallCountRequest;
import dev.webendpoints.modal.generated.FunctionCallCountResponse;
import dev.webendpoints.modal.generated.FunctionCallFetchRequest;
import dev.webendpoints.modal.generated.FunctionCallFetchResponse;
import dev.webendpoints.modal.generated.FunctionGetTimeRangeStatsRequest;
import dev.webendpoints.modal.generated.FunctionGetTimeRangeStatsResponse;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import io.smallrye.mutiny.Uni;

/** {@code modal app stats}, {@code modal function stats} and {@code modal function calls}. */
@ApplicationScoped
class StatisticsCalls {

    /** Maximum number of inputs of one answer; the client asks for no more. */
    private static final int MOST_INPUTS = 20_000;

    /** Maximum number of buckets of one answer. */
    private static final int MOST_BUCKETS = 20_000;

    private static final Duration LONGEST = Duration.ofDays(31);

    private final Apps apps;
    private final Functions functions;
    private final ContainerHistory containers;
    private final CallHistory calls;

    StatisticsCalls(Apps apps, Functions functions, ContainerHistory containers, CallHistory calls) {
        this.apps = apps;
        this.functions = functions;
        this.containers = containers;
        this.calls = calls;
    }

    private record Range(Instant since, Instant until) {}

    Uni<FunctionCallFetchResponse> inputs(Call call, FunctionCallFetchRequest request) {
        if (request.hasRange()) {
            FunctionCallFetchRequest.Range asked = request.getRange();
            Range range = range(asked.getSince(), asked.getUntil());
            return calls.range(
                            question(call, request.getFunctionId(), request.getAllVariants(), range),
                            limit(asked.getLimit()))
                    .map(StatisticsMessages::inputs);
        }
        Range everything = new Range(Instant.EPOCH, Instant.now());
        return calls.newest(
                        question(call, request.getFunctionId(), request.getAllVariants(), everything),
                        limit(request.getTail().getCount()))
                .map(StatisticsMessages::inputs);
    }

    Uni<FunctionCallCountResponse> count(Call call, FunctionCallCountRequest request) {
        Range range = range(request.getSince(), request.getUntil());
        int seconds = Math.max(1, request.getBucketSecs());
        if (Duration.between(range.since(), range.until()).toSeconds() / seconds > MOST_BUCKETS) {
            throw CallRejected.invalid("A range is counted in at most " + MOST_BUCKETS + " buckets.");
        }
        return calls.buckets(question(call, request.getFunctionId(), request.getAllVariants(), range), seconds)
                .map(StatisticsMessages::buckets);
    }

    Uni<FunctionGetTimeRangeStatsResponse> ofFunction(Call call, FunctionGetTimeRangeStatsRequest request) {
        Range range = range(request.getSince(), request.getUntil());
        String workerId = request.getContainerId().isEmpty() ? null : request.getContainerId();
        HistoryQuestion question = question(call, request.getFunctionId(), request.getRollup(), range);
        return functions
                .findById(call.caller(), question.functionId())
                .chain(found -> containers(call, found.app().id, range))
                .map(counts -> counts.getOrDefault(question.functionId(), ContainerCounts.NONE))
                .chain(counts -> calls.count(question, workerId)
                        .map(inputs -> StatisticsMessages.ofFunction(
                                        inputs, workerId == null ? counts : ContainerCounts.NONE, request.getRollup())
                                .setSince(request.getSince())
                                .setUntil(request.getUntil())
                                .build()));
    }

    Uni<AppGetTimeRangeStatsResponse> ofApp(Call call, AppGetTimeRangeStatsRequest request) {
        Range range = range(request.getSince(), request.getUntil());
        return apps.find(call.caller(), request.getAppId())
                .chain(app -> functions.ofApp(call.caller(), app.id).chain(served -> ofApp(call, app, served, range)))
                .map(answer -> answer.setSince(request.getSince())
                        .setUntil(request.getUntil())
                        .build());
    }

    private Uni<AppGetTimeRangeStatsResponse.Builder> ofApp(
            Call call, App app, List<PublishedFunction> served, Range range) {
        return calls.ofApp(call.workspaceId(), app.id, range.since(), range.until())
                .chain(inputs -> containers(call, app.id, range)
                        .chain(workers -> apps.history(call.caller(), app.id)
                                .map(deployments -> answer(app, served, inputs, workers)
                                        .setDeploymentCount(deploymentsIn(range, deployments)))));
    }

    private static AppGetTimeRangeStatsResponse.Builder answer(
            App app,
            List<PublishedFunction> served,
            Map<String, Ended> inputs,
            Map<String, ContainerCounts> containers) {
        return AppGetTimeRangeStatsResponse.newBuilder()
                .setLifecycle(AppStates.lifecycle(app))
                .setFunctions(StatisticsMessages.functions(served, inputs, containers));
    }

    private static long deploymentsIn(Range range, List<Deployment> deployments) {
        return deployments.stream()
                .filter(each -> each.kind != Deployment.Kind.STAGED
                        && !each.deployedAt.isBefore(range.since())
                        && each.deployedAt.isBefore(range.until()))
                .count();
    }

    private Uni<Map<String, ContainerCounts>> containers(Call call, String appId, Range range) {
        return containers.count(call.workspaceId(), appId, range.since(), range.until());
    }

    /** @param allVariants with all variants and values of a class's parameters, not only those of the id */
    private static HistoryQuestion question(Call call, String functionId, boolean allVariants, Range range) {
        BoundFunctionId bound = BoundFunctionId.parse(functionId);
        return new HistoryQuestion(
                call.workspaceId(),
                bound.functionId(),
                allVariants
                        ? null
                        : new FunctionKey(bound.functionId(), "", bound.arguments(), bound.variant()).group(),
                range.since(),
                range.until());
    }

    private static int limit(int asked) {
        return asked <= 0 ? MOST_INPUTS : Math.min(MOST_INPUTS, asked);
    }

    private static Range range(Timestamp since, Timestamp until) {
        try {
            Range range = new Range(
                    Instant.ofEpochSecond(since.getSeconds(), since.getNanos()),
                    Instant.ofEpochSecond(until.getSeconds(), until.getNanos()));
            if (range.since().isBefore(range.until())
                    && Duration.between(range.since(), range.until()).compareTo(LONGEST) <= 0
                    && !range.since().isBefore(Instant.EPOCH)
                    && range.until().isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
                return range;
            }
        } catch (ArithmeticException | DateTimeException notATime) {
            throw CallRejected.invalid("since and until must be times.");
        }
        throw CallRejected.invalid("since must be before until, and at most " + LONGEST.toDays() + " days before it.");
    }
}
