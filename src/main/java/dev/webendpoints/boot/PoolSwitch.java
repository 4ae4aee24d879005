package dev.webendpoints.boot;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.webendpoints.routing.Routes;
import dev.webendpoints.routing.RoutesSwapped;
import dev.webendpoints.worker.FunctionKey;
import dev.webendpoints.worker.WorkerPools;

/** Tells the pools which version of a function is served now, and which functions are gone. */
@ApplicationScoped
class PoolSwitch {

    private final Routes routes;
    private final WorkerPools pools;
    private final ReentrantLock lock = new ReentrantLock();

    /** Function to definition, as the pools were told last. */
    private Map<String, String> told = Map.of();

    PoolSwitch(Routes routes, WorkerPools pools) {
        this.routes = routes;
        this.pools = pools;
    }

    /** Always goes by the table in force, so that two swaps told in the wrong order end in the right state. */
    void onRoutesSwapped(@Observes RoutesSwapped swapped) {
        lock.lock();
        try {
            Map<String, String> served = new HashMap<>();
            routes.current().routes().forEach(route -> served.put(route.functionId(), route.definitionId()));
            told.keySet().stream()
                    .filter(functionId -> !served.containsKey(functionId))
                    .forEach(pools::retire);
            served.forEach((functionId, definitionId) -> {
                if (!definitionId.equals(told.getOrDefault(functionId, definitionId))) {
                    pools.switchTo(new FunctionKey(functionId, definitionId));
                }
            });
            told = served;
        } finally {
            lock.unlock();
        }
    }
}
