package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;

/** A handle on a started worker. No method blocks. */
public interface WorkerHandle {

    /** What the server tells a worker about one call. */
    enum CallCommand {
        /** Requests {@link WorkerEvents#onReturned}: at once if the call's code does not run. */
        AWAIT_RETURN,
        /** Responds to {@link WorkerEvents#onOutliving}: the worker may send the end of the response. */
        CONFIRM,
        /** Cancels the call's code, which then may take a while to return. */
        CANCEL
    }

    /**
     * Requests the worker to finish its running requests and exit; kills it after {@code grace}. May be called again
     * with a shorter grace. The last of the worker's events reports the end.
     */
    void stop(Duration grace);

    /** As {@link #stop}, but aborts running requests immediately: they may be retried on another worker. */
    void cut(Duration grace);

    /** Sends a command about a call. A worker that has ended ignores it. */
    void tell(CallCommand command, String callId);

    /** Writes a line of the server's to the worker's log. */
    void log(String line);

    /** Returns the last lines that the worker printed, oldest first; empty if it printed none. */
    List<String> lastLines();
}
