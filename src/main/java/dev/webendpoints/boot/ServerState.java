package dev.webendpoints.boot;

import java.time.Duration;

/**
 * The state of the server in a system property, which all class loaders of the process share: a live reload loads new
 * classes, but the hook that stops the database belongs to the first ones.
 */
final class ServerState {

    private static final String UP = "server.up";
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);

    private ServerState() {}

    static void toUp() {
        System.setProperty(UP, "true");
    }

    static void toDown() {
        System.clearProperty(UP);
    }

    /** Blocks until the server is down or the time has elapsed. */
    static void awaitDown(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (System.getProperty(UP) != null && System.nanoTime() < deadline) {
                Thread.sleep(PROBE_INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
