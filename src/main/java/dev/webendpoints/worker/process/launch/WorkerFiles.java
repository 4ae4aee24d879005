package dev.webendpoints.worker.process.launch;

import java.nio.file.Path;

import dev.webendpoints.image.ImageEnvironments;
import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.source.Mounts;
import dev.webendpoints.worker.FunctionVersion;
import io.smallrye.mutiny.Uni;

/** Port that provides the interpreter and the user's files of a version. */
public interface WorkerFiles {

    Uni<PythonEnvironment> environment(FunctionVersion version);

    /** Copies the files of the version's mounts to {@code targetRoot} plus their absolute paths. */
    Uni<Void> materialise(FunctionVersion version, Path targetRoot);

    static WorkerFiles of(ImageEnvironments images, Mounts mounts) {
        return new WorkerFiles() {
            @Override
            public Uni<PythonEnvironment> environment(FunctionVersion version) {
                return images.environment(version.imageId(), version.clientVersion(), version.pythonVersion());
            }

            @Override
            public Uni<Void> materialise(FunctionVersion version, Path targetRoot) {
                return mounts.materialise(version.mountIds(), targetRoot);
            }
        };
    }
}
