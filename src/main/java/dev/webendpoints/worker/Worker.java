package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import dev.webendpoints.worker.WorkerState.Draining;
import dev.webendpoints.worker.WorkerState.Ready;
import dev.webendpoints.worker.WorkerState.Starting;

/** One worker: its state, and the runtime's handle on it. Guarded by the group's lock. */
final class Worker {

    final String id = WorkerIds.next();
    final VersionPool pool;
    final FunctionVersion version;
    final Instant askedForAt;
    private WorkerState state = new Starting(null);
    private WorkerHandle handle;
    private Duration exitGrace;
    private boolean cut;
    private boolean toldToStop;

    /** Written under the lock, read by anyone. Null while the worker has not ended. */
    private volatile String endReason;

    /** Creates a worker of the pool's current version. */
    Worker(VersionPool pool, Duration exitGrace, Instant now) {
        this.pool = pool;
        this.version = pool.version();
        this.exitGrace = exitGrace;
        this.askedForAt = now;
    }

    WorkerState state() {
        return state;
    }

    WorkerHandle handle() {
        return handle;
    }

    void startOn(WorkerRuntime runtime, WorkerEvents events) {
        handle = runtime.start(id, version, events);
    }

    boolean offers(String method) {
        return state instanceof Ready ready && ready.addresses().containsKey(method);
    }

    boolean hasRoom() {
        return state instanceof Ready ready && ready.leases() < version.maxConcurrentInputs();
    }

    /** Returns whether requests may run here. */
    boolean isServing() {
        return state instanceof Ready || state instanceof Draining;
    }

    boolean isIdle() {
        return state instanceof Ready ready && ready.leases() == 0;
    }

    boolean holdsPortOf(FunctionVersion other) {
        return RequiredPorts.clash(version, other);
    }

    void onLaunched(Instant now) {
        if (state instanceof Starting starting) {
            state = starting.onLaunched(now);
        }
    }

    /** Thread-safe. */
    Optional<String> endReason() {
        return Optional.ofNullable(endReason);
    }

    void onEnded(String reason) {
        endReason = reason;
        if (state instanceof Starting starting) {
            state = starting.onFailed(reason);
        } else if (state instanceof Ready ready) {
            state = ready.onExited(reason);
        } else if (state instanceof Draining draining) {
            state = draining.onExited();
        }
    }

    void onReady(Map<String, SocketAddress> addresses, Instant now) {
        if (state instanceof Starting starting) {
            state = starting.onReady(addresses, now);
            pool.onReady(Duration.between(askedForAt, now));
        }
    }

    /** Called only while the worker has room. */
    void onLeased(Instant now) {
        state = ((Ready) state).onLeased(now);
        pool.onGranted(now);
    }

    void onReleased(Duration took, Instant now) {
        pool.onEnded(took, now);
        if (state instanceof Ready ready) {
            state = ready.onReleased(now);
        } else if (state instanceof Draining draining) {
            state = draining.onReleased();
        }
    }

    /** Takes no more requests; running ones have until {@code deadline}, or until an earlier one set before. */
    void toDraining(Instant deadline) {
        if (state instanceof Starting starting) {
            state = starting.toDraining(deadline);
        } else if (state instanceof Ready ready) {
            state = ready.toDraining(deadline);
        } else if (state instanceof Draining draining) {
            state = draining.toDrainingBy(deadline);
        }
    }

    /** As {@link #toDraining}, without any time to finish or exit. */
    void toKilled(Instant now) {
        exitGrace = Duration.ZERO;
        toDraining(now);
    }

    /** As {@link #toDraining}, but aborts running requests immediately: they may be retried on another worker. */
    void toCut(Instant now) {
        cut = true;
        toDraining(now);
    }

    void stopIfDue(Instant now) {
        if (!toldToStop && handle != null && state instanceof Draining draining && draining.mustStop(now)) {
            toldToStop = true;
            if (cut) {
                handle.cut(exitGrace);
            } else {
                handle.stop(exitGrace);
            }
        }
    }
}
