package dev.webendpoints.worker.process;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/** A worker that its image's zygote forked, and that is reached through the zygote. */
final class ForkedProcess implements WorkerProcess {

    static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final InputStream stdout;
    private final InputStream stderr;
    private final IntConsumer signals;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    /** @param signals has a signal of this number sent */
    ForkedProcess(InputStream stdout, InputStream stderr, IntConsumer signals) {
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

    void onEnded(int status) {
        exit.complete(status);
    }
}
