package dev.webendpoints.worker.process.run;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** The process of one worker, whether fresh or forked. Thread-safe. */
public interface WorkerProcess {

    InputStream stdout();

    InputStream stderr();

    /** Completes with the exit status, or 128 plus the signal's number, when no process of the worker runs. */
    CompletableFuture<Integer> exit();

    /** Asks the worker's processes to end. */
    void terminate();

    void kill();
}
