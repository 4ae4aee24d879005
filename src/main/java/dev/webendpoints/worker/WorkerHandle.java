package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;

/** A handle on a started worker. No method blocks. */
public interface WorkerHandle {

    /**
     * Requests the worker to finish its running requests and exit; kills it after {@code grace}. May be called again
     * with a shorter grace. The last of the worker's events reports the end.
     */
    void stop(Duration grace);

    /** As {@link #stop}, but aborts running requests immediately: they may be retried on another worker. */
    void cut(Duration grace);

    /** Returns the last lines that the worker printed, oldest first; empty if it printed none. */
    List<String> lastLines();
}
