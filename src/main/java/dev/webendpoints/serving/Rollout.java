package dev.webendpoints.serving;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.routing.RoutesSwapped;
import dev.webendpoints.scaling.ScalingPolicy;
import dev.webendpoints.worker.WorkerPools;

/** Switches the pools to the versions that the route table serves, and retires removed functions. */
@ApplicationScoped
class Rollout {

    /** Before observers that depend on the served versions. */
    static final int ORDER = 100;

    private final Routes routes;
    private final WorkerPools pools;
    private final ReentrantLock lock = new ReentrantLock();

    /** Function id to definition id, as last applied to the pools. */
    private Map<String, String> told = Map.of();

    /** Scaling overrides of served versions, as last applied to the pools. */
    private final Map<FunctionKey, ScalingPolicy> scaled = new HashMap<>();

    Rollout(Routes routes, WorkerPools pools) {
        this.routes = routes;
        this.pools = pools;
    }

    /** Always uses the current table, so that two events in the wrong order lead to the right state. */
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
     * Applies scaling overrides, and reverts those that are absent from {@code policies}. Versions that are not, or not
     * yet, served are skipped.
     */
    void scale(Map<FunctionKey, ScalingPolicy> policies) {
        lock.lock();
        try {
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

    /** A function without a URL has no route: it is served as soon as its deployment is. */
    private boolean isServed(FunctionKey key) {
        return key.definitionId().equals(told.getOrDefault(key.functionId(), key.definitionId()));
    }
}
