package dev.webendpoints.worker.process.zygote;

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import dev.webendpoints.worker.process.run.WorkerProcess;

/** A worker that the zygote of its image forked; signals are sent through the zygote. */
public final class ForkedProcess implements WorkerProcess {

    static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final InputStream stdout;
    private final InputStream stderr;
    private final Supplier<List<ProcessHandle>> processes;
    private final IntConsumer signals;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    /**
     * @param processes finds the worker's processes
     * @param signals sends the signal of this number
     */
    ForkedProcess(
            InputStream stdout, InputStream stderr, Supplier<List<ProcessHandle>> processes, IntConsumer signals) {
        this.processes = processes;
        this.stdout = stdout;
        this.stderr = stderr;
        this.signals = signals;
    }

    @Override
    public InputStream stdout() {
        return stdout;
    }

    @Override
    public InputStream stderr() {
        return stderr;
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    @Override
    public void terminate() {
        signals.accept(SIGTERM);
    }

    @Override
    public void kill() {
        signals.accept(SIGKILL);
    }

    /** Returns the worker's current processes. Blocks for milliseconds. */
    public List<ProcessHandle> processes() {
        return processes.get();
    }

    void onEnded(int status) {
        exit.complete(status);
    }
}
