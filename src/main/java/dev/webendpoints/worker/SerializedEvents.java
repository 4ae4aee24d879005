package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Passes the events of a worker to its pool, under the pool's lock. */
record SerializedEvents(Worker worker, PoolReconciler reconciler, SerialExecutor executor, InstantSource clock)
        implements WorkerEvents {

    @Override
    public void onLaunched() {
        executor.run(() -> worker.onLaunched(clock.instant()));
    }

    @Override
    public void onReady(Map<String, SocketAddress> addresses) {
        executor.run(() -> reconciler.onReady(worker, addresses));
    }

    @Override
    public void onLeaving() {
        executor.run(() -> reconciler.onLeaving(worker));
    }

    @Override
    public void onFailed(String reason, List<String> lastLines) {
        executor.run(() -> reconciler.onEnded(worker, reason, lastLines));
    }

    @Override
    public void onExited(String reason) {
        executor.run(() -> reconciler.onEnded(worker, reason, List.of()));
    }
}
