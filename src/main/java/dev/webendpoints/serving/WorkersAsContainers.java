package dev.webendpoints.serving;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.app.autoscaler.RunningContainers;
import dev.webendpoints.worker.WorkerPools;

/** Presents the pools' workers as containers to the owners of apps. */
@ApplicationScoped
class WorkersAsContainers implements RunningContainers {

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final WorkerPools pools;

    /** Workspace ids by the ids of the containers that were listed for them. */
    private final Cache<String, String> listed = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    WorkersAsContainers(WorkerPools pools) {
        this.pools = pools;
    }

    @Override
    public List<Container> of(String workspaceId) {
        List<Container> running = pools.running().stream()
                .filter(worker -> worker.workspaceId().equals(workspaceId))
                .map(worker -> new Container(worker.id(), worker.appId(), worker.appName(), worker.askedForAt()))
                .toList();
        running.forEach(container -> listed.put(container.id(), workspaceId));
        return running;
    }

    @Override
    public boolean stop(String workspaceId, String id, boolean graceful) {
        find(workspaceId, id).ifPresent(found -> pools.end(id, graceful));
        return workspaceId.equals(listed.getIfPresent(id));
    }
}
