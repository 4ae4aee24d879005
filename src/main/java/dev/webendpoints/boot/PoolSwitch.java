package dev.webendpoints.boot;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.webendpoints.routing.Routes;
import dev.webendpoints.routing.RoutesSwapped;
import dev.webendpoints.scaling.Policy;
import dev.webendpoints.worker.FunctionKey;
import dev.webendpoints.worker.WorkerPools;

/** Tells the pools which version of a function is served now, and which functions are gone. */
@ApplicationScoped
class PoolSwitch {

    /** Before those who look for what is served now. */
    static final int ORDER = 100;

    private final Routes routes;
    private final WorkerPools pools;
    private final ReentrantLock lock = new ReentrantLock();

    /** Function to definition, as the pools were told last. */
    private Map<String, String> told = Map.of();

    /** How versions that are served are scaled otherwise than their code alone says, as the pools were told last. */
    private final Map<FunctionKey, Policy> scaled = new HashMap<>();

    private long reading;

    PoolSwitch(Routes routes, WorkerPools pools) {
        this.routes = routes;
        this.pools = pools;
    }

    /** Always goes by the table in force, so that two swaps told in the wrong order end in the right state. */
    void onRoutesSwapped(@Observes @Priority(ORDER) RoutesSwapped swapped) {
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
            scaled.keySet().removeIf(key -> !isServed(key));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says of all functions how they are scaled, where it is not by their code and by who calls them alone. Versions that are
     * not served (any more, or yet) are left out.
     *
     * @param number of the reading that found it; one that began before another is not followed after that one
     */
    void scale(Map<FunctionKey, Policy> policies, long number) {
        lock.lock();
        try {
            if (number < reading) {
                return;
            }
            reading = number;
            scaled.keySet().stream()
                    .filter(key -> !policies.containsKey(key))
                    .forEach(key -> pools.scaleAsDeployed(key.functionId()));
            scaled.keySet().retainAll(policies.keySet());
            policies.forEach((key, policy) -> {
                if (isServed(key) && !policy.equals(scaled.put(key, policy))) {
                    pools.scale(key, policy);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    private boolean isServed(FunctionKey key) {
        return key.definitionId().equals(told.get(key.functionId()));
    }
}
