package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;

/** A worker that was started. No method blocks. */
public interface WorkerHandle {

    /**
     * Tells the worker to finish what runs and to exit; after {@code grace} it is made to. May be called again with a
     * shorter grace. The end is told as the last of the worker's events.
     */
    void stop(Duration grace);

    /** As {@link #stop}, but what runs is broken off at once: it may be run elsewhere. */
    void cut(Duration grace);

    /** What the worker printed last, oldest line first; empty when it printed nothing. */
    List<String> lastLines();
}
