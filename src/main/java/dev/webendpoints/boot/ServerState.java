package dev.webendpoints.boot;

import java.time.Duration;

/**
 * Whether the server is up, where every class loader of the process sees it: a live reload brings new classes, and the hook
 * that stops the database is from the first ones.
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

    /** Returns when the server is down, or after that time. */
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
