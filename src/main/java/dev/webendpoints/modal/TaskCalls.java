package dev.webendpoints.modal;

import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.Apps;
import dev.webendpoints.app.autoscaler.RunningContainers;
import dev.webendpoints.app.autoscaler.RunningContainers.Container;
import dev.webendpoints.app.container.ContainerHistory;
import dev.webendpoints.app.container.KnownContainer;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.ContainerStopRequest;
import dev.webendpoints.modal.generated.ContainerStopResponse;
import dev.webendpoints.modal.generated.TaskGetInfoRequest;
import dev.webendpoints.modal.generated.TaskGetInfoResponse;
import dev.webendpoints.modal.generated.TaskInfo;
import dev.webendpoints.modal.generated.TaskListRequest;
import dev.webendpoints.modal.generated.TaskListResponse;
import dev.webendpoints.modal.generated.TaskStats;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import io.smallrye.mutiny.Uni;

/**
 * Workers, as the client sees them: {@code modal container list} and {@code stop}. After a publish with the strategy
 * "recreate", as under {@code modal serve}, the client stops the workers that are older than the publish.
 */
@ApplicationScoped
class TaskCalls {

    private final RunningContainers containers;
    private final ContainerHistory history;
    private final Apps apps;
    private final Environments environments;

    TaskCalls(RunningContainers containers, ContainerHistory history, Apps apps, Environments environments) {
        this.containers = containers;
        this.history = history;
        this.apps = apps;
        this.environments = environments;
    }

    /** Lists the workers of an app, or of all apps of an environment. */
    Uni<TaskListResponse> list(Call call, TaskListRequest request) {
        return appIds(call, request)
                .map(appIds -> TaskListResponse.newBuilder()
                        .addAllTasks(containers.of(call.workspaceId()).stream()
                                .filter(container -> appIds.contains(container.appId()))
                                .map(TaskCalls::stats)
                                .toList())
                        .build());
    }

    /** A container that has ended is found for as long as its lines are kept. */
    Uni<TaskGetInfoResponse> info(Call call, TaskGetInfoRequest request) {
        return containers
                .find(call.workspaceId(), request.getTaskId())
                .map(container -> Uni.createFrom().item(info(container)))
                .orElseGet(() -> history.find(call.workspaceId(), request.getTaskId())
                        .map(found -> found.map(TaskCalls::info)
                                .orElseThrow(() -> CallRejected.notFound("No container " + request.getTaskId()
                                        + " runs in this workspace or has run in it lately."))));
    }

    /** Stopping a worker that has ended since it was listed succeeds. */
    Uni<ContainerStopResponse> stop(Call call, ContainerStopRequest request) {
        return containers.stop(call.workspaceId(), request.getTaskId(), request.getGraceful())
                ? Uni.createFrom().item(ContainerStopResponse.getDefaultInstance())
                : Uni.createFrom()
                        .failure(CallRejected.notFound(
                                "No container " + request.getTaskId() + " runs in this workspace."));
    }

    private Uni<Set<String>> appIds(Call call, TaskListRequest request) {
        return request.getAppId().isEmpty()
                ? environments
                        .find(call.caller(), request.getEnvironmentName())
                        .chain(environment -> apps.list(call.caller(), environment.id))
                        .map(found -> found.stream().map(app -> app.id).collect(Collectors.toSet()))
                : Uni.createFrom().item(Set.of(request.getAppId()));
    }

    private static TaskStats stats(Container container) {
        return TaskStats.newBuilder()
                .setTaskId(container.id())
                .setAppId(container.appId())
                .setAppDescription(container.appName())
                .setStartedAt(Timestamps.seconds(container.since()))
                .setEnqueuedAt(Timestamps.seconds(container.since()))
                .build();
    }

    private static TaskGetInfoResponse info(Container container) {
        return TaskGetInfoResponse.newBuilder()
                .setAppId(container.appId())
                .setInfo(TaskInfo.newBuilder()
                        .setId(container.id())
                        .setStartedAt(Timestamps.seconds(container.since()))
                        .setEnqueuedAt(Timestamps.seconds(container.since())))
                .build();
    }

    private static TaskGetInfoResponse info(KnownContainer container) {
        return TaskGetInfoResponse.newBuilder()
                .setAppId(container.appId())
                .setInfo(TaskInfo.newBuilder()
                        .setId(container.id())
                        .setEnqueuedAt(Timestamps.seconds(container.requestedAt()))
                        .setStartedAt(Timestamps.seconds(container.readyAt()))
                        .setFinishedAt(Timestamps.seconds(container.endedAt())))
                .build();
    }
}
