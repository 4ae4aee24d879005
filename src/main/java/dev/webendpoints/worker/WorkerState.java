package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The state of one worker.
 *
 * <pre>
 *                 {@link Starting#onFailed onFailed}
 *    Starting ────────────────────────────▶ Failed
 *     │    │                                  ▲
 *     │    │ {@link Starting#onReady onReady}                          │ {@link Ready#onExited onExited}
 *     │    ▼                                  │
 *     │   Ready ──────────────────────────────┘
 *     │    │  ↺ {@link Ready#onLeased onLeased}, {@link Ready#onReleased onReleased}
 *     │    │
 *     │    │ {@link Ready#toDraining toDraining}
 *     ▼    ▼
 *    Draining ────────────────────────────▶ Stopped
 *       ↺ {@link Draining#onReleased onReleased}         {@link Draining#onExited onExited}
 * </pre>
 *
 * <ul>
 *   <li>Only a ready worker is leased, and never to more requests at a time than its version allows.
 *   <li>A draining worker takes no new request, and never becomes ready again.
 *   <li>A draining worker without a request, or past its deadline, has been requested to stop.
 *   <li>The processes of stopped and failed workers have exited or are being killed.
 * </ul>
 */
sealed interface WorkerState {

    /** @return number of requests that run on the worker */
    default int leases() {
        return 0;
    }

    /**
     * Not ready yet.
     *
     * @param launchedAt start of its process, from which its startup time counts; null while its files are prepared
     */
    record Starting(Instant launchedAt) implements WorkerState {

        Starting onLaunched(Instant now) {
            return new Starting(now);
        }

        Ready onReady(Map<String, SocketAddress> addresses, Instant now) {
            return new Ready(Map.copyOf(addresses), 0, now);
        }

        Failed onFailed(String reason) {
            return new Failed(reason);
        }

        Draining toDraining(Instant deadline) {
            return new Draining(0, deadline);
        }

        boolean outlasted(Duration startupTimeout, Instant now) {
            return launchedAt != null && !now.isBefore(launchedAt.plus(startupTimeout));
        }
    }

    /**
     * Serves requests.
     *
     * @param addresses by web method
     * @param changedAt when a request last began or ended; without running requests, since when the worker is idle
     */
    record Ready(Map<String, SocketAddress> addresses, int leases, Instant changedAt) implements WorkerState {

        Ready onLeased(Instant now) {
            return new Ready(addresses, leases + 1, now);
        }

        Ready onReleased(Instant now) {
            return new Ready(addresses, leases - 1, now);
        }

        Draining toDraining(Instant deadline) {
            return new Draining(leases, deadline);
        }

        Failed onExited(String reason) {
            return new Failed(reason);
        }
    }

    /**
     * Finishes its running requests.
     *
     * @param deadline after which it is requested to stop even if requests still run
     */
    record Draining(int leases, Instant deadline) implements WorkerState {

        Draining onReleased() {
            return new Draining(leases - 1, deadline);
        }

        Draining toDrainingBy(Instant sooner) {
            return sooner.isBefore(deadline) ? new Draining(leases, sooner) : this;
        }

        Stopped onExited() {
            return new Stopped();
        }

        boolean mustStop(Instant now) {
            return leases == 0 || !now.isBefore(deadline);
        }
    }

    record Stopped() implements WorkerState {}

    record Failed(String reason) implements WorkerState {}
}
