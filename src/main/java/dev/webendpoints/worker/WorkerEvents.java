package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/**
 * Events of one worker, which a {@link WorkerRuntime} reports in this order, on any thread of its own:
 * {@code onLaunched? (onReady onLeaving*)? (onFailed | onExited)}. The last event is reported exactly once, after all
 * processes of the worker have exited. Only {@code onLeaving} may arrive late, even after the last event, and is then
 * ignored.
 */
public interface WorkerEvents {

    /** The worker's files are prepared and its process has started: the startup time counts from here. */
    void onLaunched();

    /** @param addresses the worker's addresses by web method; the name is empty for a function */
    void onReady(Map<String, SocketAddress> addresses);

    /** The worker was ready and takes no more requests: it died or is about to. Its resources are cleaned up next. */
    void onLeaving();

    /**
     * The worker ended before it was ready, without a request to stop.
     *
     * @param reason one sentence without paths or addresses
     * @param lastLines the last lines that it printed, oldest first
     */
    void onFailed(String reason, List<String> lastLines);

    /** The worker ended after it was ready, or after a request to stop. */
    void onExited(String reason);
}
