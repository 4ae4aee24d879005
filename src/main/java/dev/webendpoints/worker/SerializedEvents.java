package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Passes the events of a worker to its pool, under the pool's lock. */
record SerializedEvents(
        Worker worker, PoolReconciler reconciler, RunningCalls calls, SerialExecutor executor, InstantSource clock)
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
    public void onOutliving(String callId) {
        executor.run(() -> calls.onOutliving(worker, callId));
    }

    @Override
    public void onReturned(String callId) {
        executor.run(() -> calls.onReturned(worker, callId));
    }

    @Override
    public void onFailed(String reason, List<String> lastLines) {
        executor.run(() -> onEnded(reason, lastLines));
    }

    @Override
    public void onExited(String reason) {
        executor.run(() -> onEnded(reason, List.of()));
    }

    private void onEnded(String reason, List<String> lastLines) {
        reconciler.onEnded(worker, reason, lastLines);
        calls.onGone(worker);
    }
}
