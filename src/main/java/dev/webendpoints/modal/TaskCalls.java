package dev.webendpoints.modal;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.modal.generated.ContainerStopRequest;
import dev.webendpoints.modal.generated.ContainerStopResponse;
import dev.webendpoints.modal.generated.TaskListRequest;
import dev.webendpoints.modal.generated.TaskListResponse;
import io.smallrye.mutiny.Uni;

/**
 * Workers as the client sees them. After a publish with the strategy "recreate" it stops those that are listed, one by
 * one; here the publish replaces them itself, so none is listed and the client is done at once.
 */
@ApplicationScoped
class TaskCalls {

    Uni<TaskListResponse> list(Call call, TaskListRequest request) {
        return Uni.createFrom().item(TaskListResponse.getDefaultInstance());
    }

    Uni<ContainerStopResponse> stop(Call call, ContainerStopRequest request) {
        return Uni.createFrom()
                .failure(Refused.notFound("No container " + request.getTaskId() + " in this workspace."));
    }
}
