package dev.webendpoints.app.autoscaler;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: the workers of apps, which Modal's clients call containers. No method blocks. */
public interface RunningContainers {

    /**
     * @param id {@code ta-…}
     * @param since when the start of the worker was requested
     */
    record Container(String id, String appId, String appName, Instant since) {}

    /** Returns the containers of the workspace on this server. */
    List<Container> of(String workspaceId);

    default Optional<Container> find(String workspaceId, String id) {
        return of(workspaceId).stream()
                .filter(container -> container.id().equals(id))
                .findFirst();
    }

    /**
     * Stops a container of the workspace. Stopping a container that has already ended has no effect.
     *
     * @param graceful whether the container may finish its requests; otherwise they are aborted, and those that are
     *     safe to repeat and have no response yet are retried on another container
     * @return false if the workspace has and had no container with the id
     */
    boolean stop(String workspaceId, String id, boolean graceful);
}
