package dev.webendpoints.boot;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.image.host.HostPython;
import dev.webendpoints.image.host.HostPythons;
import dev.webendpoints.modal.WorkerPathPolicy;
import dev.webendpoints.worker.process.ProcessRuntime;

/** Reports to deployments which paths are reachable for workers on this machine. */
@ApplicationScoped
class WorkerPaths implements WorkerPathPolicy {

    private final ProcessRuntime runtime;

    /** Interpreters outside {@code /usr}. Known shortly after startup; the start of a worker checks them again. */
    private final CompletableFuture<List<Path>> interpreters;

    WorkerPaths(ProcessRuntime runtime, HostPythons pythons) {
        this.runtime = runtime;
        this.interpreters = CompletableFuture.supplyAsync(() -> pythons.all().stream()
                .map(HostPython::prefix)
                .filter(prefix -> !prefix.startsWith("/usr"))
                .toList());
    }

    @Override
    public Optional<Unreachable> firstUnreachable(Collection<String> files, Collection<String> volumes) {
        return runtime.reachablePaths()
                .without(interpreters.getNow(List.of()))
                .firstUnreachable(files, volumes)
                .map(unreachable -> new Unreachable(unreachable.path(), unreachable.reason()));
    }
}
