package dev.webendpoints.serving;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.routing.RoutesSwapped;
import dev.webendpoints.worker.FunctionVersions;
import dev.webendpoints.worker.WorkerRuntime;

/**
 * Prepares this machine for functions before their first request: new versions after a deployment, and some of the
 * served versions at startup.
 */
@ApplicationScoped
class ZygotePrewarmer {

    private static final Logger LOG = Logger.getLogger(ZygotePrewarmer.class);

    /** Maximum number of versions prepared after one swap: above the number of zygotes, low enough for the database. */
    private static final int AT_ONCE = 32;

    private final Routes routes;
    private final FunctionVersions versions;
    private final WorkerRuntime runtime;
    private final ReentrantLock lock = new ReentrantLock();
    private Set<FunctionKey> known = Set.of();

    ZygotePrewarmer(Routes routes, FunctionVersions versions, WorkerRuntime runtime) {
        this.routes = routes;
        this.versions = versions;
        this.runtime = runtime;
    }

    void onRoutesSwapped(@Observes RoutesSwapped swapped) {
        CompletableFuture<Void> one = CompletableFuture.completedFuture(null);
        for (FunctionKey key : fresh()) {
            one = one.thenCompose(before -> prepare(key));
        }
    }

    private List<FunctionKey> fresh() {
        lock.lock();
        try {
            Set<FunctionKey> served = new HashSet<>();
            routes.current().routes().stream()
                    // A class with parameters has one pool for each combination of values.
                    .filter(route -> route.parameters().isEmpty())
                    .forEach(route -> served.add(new FunctionKey(route.functionId(), route.definitionId())));
            List<FunctionKey> fresh = served.stream()
                    .filter(key -> !known.contains(key))
                    .limit(AT_ONCE)
                    .toList();
            known = served;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Void> prepare(FunctionKey key) {
        return versions.find(key)
                .thenAccept(runtime::prepare)
                .exceptionally(failure -> {
                    LOG.debugf(failure, "Function preparation failed: function=%s", key.functionId());
                    return null;
                })
                .toCompletableFuture();
    }
}
