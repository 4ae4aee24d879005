package dev.webendpoints.boot;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.Containers;
import dev.webendpoints.worker.WorkerPools;

/** The pools' workers, as the apps' owners see them. */
@ApplicationScoped
class WorkersAsContainers implements Containers {

    private final WorkerPools pools;

    WorkersAsContainers(WorkerPools pools) {
        this.pools = pools;
    }

    @Override
    public List<Container> of(String workspaceId) {
        return pools.running().stream()
                .filter(worker -> worker.workspaceId().equals(workspaceId))
                .map(worker -> new Container(worker.id(), worker.appId(), worker.appName(), worker.askedForAt()))
                .toList();
    }

    @Override
    public void stop(String workspaceId, String id, boolean graceful) {
        find(workspaceId, id).ifPresent(found -> pools.end(id, graceful));
    }
}
