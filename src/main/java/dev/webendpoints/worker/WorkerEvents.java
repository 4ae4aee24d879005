package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/**
 * What a {@link WorkerRuntime} tells about one worker, in this order, on any thread of its own:
 * {@code onLaunched? onReady? (onFailed | onExited)}. The last one is told exactly once, and when it is, nothing of the
 * worker runs any more.
 */
public interface WorkerEvents {

    /** Its files are prepared and its process began: the startup time counts from here. */
    void onLaunched();

    /** @param addresses where it takes requests, by web method; the name is empty for a function */
    void onReady(Map<String, SocketAddress> addresses);

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
