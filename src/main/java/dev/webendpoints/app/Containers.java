package dev.webendpoints.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: the workers that run for apps, as Modal's clients call them. No method blocks. */
public interface Containers {

    /**
     * @param id {@code ta-…}
     * @param since when it was wanted
     */
    record Container(String id, String appId, String appName, Instant since) {}

    /** Of this workspace, on this server. */
    List<Container> of(String workspaceId);

    default Optional<Container> find(String workspaceId, String id) {
        return of(workspaceId).stream()
                .filter(container -> container.id().equals(id))
                .findFirst();
    }

    /**
     * Ends a container of this workspace. One that was listed and has ended since is ended already.
     *
     * @param graceful whether it may finish the requests that it has; otherwise they are broken off, and those that may be
     *     done twice and have no answer yet go to another
     * @return false when this workspace has and had no container of this id
     */
    boolean stop(String workspaceId, String id, boolean graceful);
}
