package dev.webendpoints.worker.process;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;

import org.jboss.logging.Logger;

import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.process.control.WorkerPlaces;
import dev.webendpoints.worker.process.launch.ProcessHost;
import dev.webendpoints.worker.process.run.WorkerNetwork;
import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.zygote.Zygotes;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * The start of one worker: its environment is looked up, its files are laid out, and its process is launched. After a
 * failed fork the last two steps are repeated once, for a fresh process. Each outcome is reported to a {@link Listener}.
 */
final class WorkerStart implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WorkerStart.class);

    /** Follows a start. Called on threads that may block. */
    interface Listener {

        /** Returns whether the worker's first file may be created. */
        boolean onLookedUp();

        /** Returns whether the worker's process may be launched. */
        boolean onLaidOut();

        /** @param places places at which the worker may serve */
        void onLaunched(RunningProcess process, WorkerPlaces places);

        void onPreparationFailed(Throwable failure);

        void onLaunchFailed(Exception failure);
    }

    private final ProcessHost host;
    private final Zygotes zygotes;
    private final String workerId;
    private final FunctionVersion version;
    private final Listener listener;
    private final WorkerPreparation prepared;
    private volatile Cancellable preparation = () -> {};
    private volatile ProcessLauncher launcher;

    WorkerStart(ProcessHost host, Zygotes zygotes, String workerId, FunctionVersion version, Listener listener) {
        this.host = host;
        this.zygotes = zygotes;
        this.workerId = workerId;
        this.version = version;
        this.listener = listener;
        this.prepared = new WorkerPreparation(host, workerId, version);
    }

    /** Returns immediately. */
    void begin() {
        tasks().execute(() -> preparation = Uni.createFrom()
                .deferred(prepared::lookUp) // what it throws is a failed preparation too
                .flatMap(environment -> {
                    if (!listener.onLookedUp()) {
                        throw new CancellationException("stopped before its first file");
                    }
                    launcher = new ProcessLauncher(host, zygotes, version, environment);
                    return prepared.layOut(environment);
                })
                .subscribe()
                .with(
                        environment -> tasks().execute(() -> launch(environment)),
                        failure -> tasks().execute(() -> onPreparationFailed(failure))));
    }

    /** Cancels the preparation. Called only before the worker's first file. */
    void cancel() {
        preparation.cancel();
    }

    private void launch(PythonEnvironment environment) {
        if (!listener.onLaidOut()) {
            return;
        }
        RunningProcess process;
        WorkerPlaces places;
        try {
            WorkerNetwork network = host.networks().of(version);
            WorkerPlan plan =
                    new WorkerPlan(prepared.run(), version, environment, host.volumes(), network, host.container());
            places = new WorkerPlaces(plan, host.sandbox());
            process = launcher.launch(plan);
        } catch (ForkFailed e) {
            startAfresh(environment, e);
            return;
        } catch (IOException | RuntimeException e) {
            listener.onLaunchFailed(e);
            return;
        }
        listener.onLaunched(process, places);
    }

    /** Starts a fresh process, in a new directory: tenants' processes may have changed that of the failed fork. */
    private void startAfresh(PythonEnvironment environment, ForkFailed failure) {
        LOG.warnf("Worker not forked; starting a fresh process: worker=%s reason=%s", workerId, failure.getMessage());
        prepared.delete();
        launcher.close();
        launcher = ProcessLauncher.afresh(host, zygotes);
        Uni.createFrom()
                .item(environment)
                .flatMap(prepared::layOut)
                .subscribe()
                .with(
                        again -> tasks().execute(() -> launch(again)),
                        again -> tasks().execute(() -> onPreparationFailed(again)));
    }

    private void onPreparationFailed(Throwable failure) {
        if (!(failure instanceof CancellationException)) {
            listener.onPreparationFailed(failure);
        }
    }

    private Executor tasks() {
        return host.threads().tasks();
    }

    /** Returns the environment and the run directory, which exist before the process and until the worker's end. */
    WorkerPreparation prepared() {
        return prepared;
    }

    /** Blocks until the launched worker's ports accept connections. @throws IOException if they do not */
    void awaitNetwork() throws IOException {
        launcher.awaitNetwork();
    }

    /** Returns the reason for the launched worker's end if it was killed for its memory limit. */
    Optional<String> outOfMemory() {
        return launcher.outOfMemory();
    }

    /** Deletes the worker's files and releases what it was launched with, when it has ended. Blocks. */
    @Override
    public void close() {
        prepared.delete();
        if (launcher != null) {
            launcher.close();
        }
    }
}
