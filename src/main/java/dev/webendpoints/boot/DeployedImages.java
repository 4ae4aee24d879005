package dev.webendpoints.boot;

import java.nio.file.Path;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

import dev.webendpoints.app.collection.VersionCollector;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.image.ServedImages;
import dev.webendpoints.worker.process.ProcessRuntime;
import io.smallrye.mutiny.Uni;

/** Reports the images and directories that deployed apps and this server's processes use. */
@ApplicationScoped
class DeployedImages implements ServedImages {

    private final VersionCollector versions;
    private final Instance<ProcessRuntime> runtime;
    private final ReactiveCalls calls;

    /** @param runtime resolved lazily, as the dependency is circular: the runtime needs images, which need this bean */
    DeployedImages(VersionCollector versions, Instance<ProcessRuntime> runtime, ReactiveCalls calls) {
        this.versions = versions;
        this.runtime = runtime;
        this.calls = calls;
    }

    @Override
    public Uni<Served> served() {
        return Uni.createFrom()
                .completionStage(() -> calls.start(versions::served))
                .map(served -> new Served(served.imageIds(), served.clientVersions()));
    }

    @Override
    public Set<Path> directoriesInUse() {
        return runtime.get().directoriesInUse();
    }
}
