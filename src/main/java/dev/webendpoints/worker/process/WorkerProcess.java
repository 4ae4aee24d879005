package dev.webendpoints.worker.process;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** The process of one worker, however it was made. Safe for several threads. */
interface WorkerProcess {

    InputStream stdout();

    InputStream stderr();

    /** Completed with its exit status, 128 plus the signal's number when one killed it; after that nothing of it runs. */
    CompletableFuture<Integer> exit();

    /** Asks what runs in it to end. */
    void terminate();

    void kill();
}
