package dev.webendpoints.boot;

import java.util.Collection;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.modal.ReachablePaths;
import dev.webendpoints.worker.process.ProcessRuntime;

/** Tells a deploy what the workers of this machine will see. */
@ApplicationScoped
class WorkerPaths implements ReachablePaths {

    private final ProcessRuntime runtime;

    WorkerPaths(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public Optional<Unreachable> firstUnreachable(Collection<String> absolutePaths) {
        return runtime.reachablePaths()
                .firstUnreachable(absolutePaths)
                .map(path -> new Unreachable(path, runtime.reachablePaths().remedy()));
    }
}
