package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;

import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.process.launch.ProcessHost;
import dev.webendpoints.worker.process.run.RunDirectory;
import io.smallrye.mutiny.Uni;

/** Prepares a worker before its process: its image's environment and a run directory with its function's files. */
final class WorkerPreparation {

    private static final Logger LOG = Logger.getLogger(WorkerPreparation.class);

    private final ProcessHost host;
    private final String workerId;
    private final FunctionVersion version;
    private volatile PythonEnvironment environment;
    private volatile RunDirectory run;

    WorkerPreparation(ProcessHost host, String workerId, FunctionVersion version) {
        this.host = host;
        this.workerId = workerId;
        this.version = version;
    }

    /** Looks up the environment that the worker will run in. Creates no files. */
    Uni<PythonEnvironment> lookUp() {
        return host.files().environment(version).invoke(found -> environment = found);
    }

    /** Creates the run directory and the function's files in it. Blocks until the directory exists. */
    Uni<PythonEnvironment> layOut(PythonEnvironment found) {
        try {
            run = host.runs().create(workerId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return host.files().materialise(version, run.tree()).map(done -> found);
    }

    /** Returns the run directory; null before {@link #layOut}. */
    RunDirectory run() {
        return run;
    }

    Optional<PythonEnvironment> environment() {
        return Optional.ofNullable(environment);
    }

    /** Returns the worker's own directories that its code can write to; none before they are created. */
    List<Path> writableDirectories() {
        RunDirectory present = run;
        return present == null ? List.of() : List.of(present.tree(), present.scratch());
    }

    /** Deletes the run directory, if there is one. Logs a failure. Blocks. */
    void delete() {
        try {
            if (run != null) {
                run.delete(host.sandbox().asOwner());
            }
        } catch (IOException e) {
            LOG.warnf(e, "Run directory not deleted: worker=%s", workerId);
        }
    }
}
