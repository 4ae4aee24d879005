package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/**
 * What a {@link WorkerRuntime} tells about one worker, in this order, on any thread of its own:
 * {@code onLaunched? (onReady onLeaving*)? (onFailed | onExited)}. The end is told exactly once, and when it is, nothing
 * of the worker runs any more. Only {@code onLeaving} may come late, even after the end, and then it means nothing.
 */
public interface WorkerEvents {

    /** Its files are prepared and its process began: the startup time counts from here. */
    void onLaunched();

    /** @param addresses where it takes requests, by web method; the name is empty for a function */
    void onReady(Map<String, SocketAddress> addresses);

    /** It was ready, and takes no request any more: it died or is about to. What it leaves behind is cleared away next. */
    void onLeaving();

    /**
     * It ended before it was ready, without being told to stop.
     *
     * @param reason one sentence without paths or addresses
     * @param lastLines what it printed last, oldest first
     */
    void onFailed(String reason, List<String> lastLines);

    /** It ended after it was ready, or after it was told to stop. */
    void onExited(String reason);
}
