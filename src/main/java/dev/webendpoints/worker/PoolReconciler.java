package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jboss.logging.Logger;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.worker.WorkerState.Ready;
import dev.webendpoints.worker.WorkerState.Starting;

/**
 * Reconciles one function's versions and workers: looks up and switches versions, starts and stops workers, and applies
 * the events of the runtime. Guarded by the group's lock.
 *
 * <ul>
 *   <li>The previous version drains as soon as the target has as many ready workers as the previous version has busy
 *       ones, or as many as it may have. If the target cannot start, the previous version stays, and the target is
 *       retried after its back-off, which grows to an hour while no requests come. A single failure of a version that
 *       has started before does not count.
 *   <li>Two workers that open the same port are never alive at the same time: the previous version drains first, and a
 *       port held by another function's worker is a failed start.
 *   <li>A worker that is known to have died takes no more requests; another one starts for the waiting requests.
 *   <li>A failed start or lookup never refuses a request that a ready worker can serve.
 * </ul>
 */
final class PoolReconciler {

    private static final Logger LOG = Logger.getLogger(PoolReconciler.class);

    private final String functionId;
    private final FunctionVersions versions;
    private final Duration exitGrace;
    private final InstantSource clock;
    private final SerialExecutor executor;
    private final VersionSet versionSet;
    private final LeaseAdmission admission;
    private final WorkerLauncher launcher;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private boolean closing;

    /** @param exitGrace time for a worker that leaves by itself */
    PoolReconciler(
            String functionId,
            FunctionVersions versions,
            Duration exitGrace,
            InstantSource clock,
            SerialExecutor executor,
            VersionSet versionSet,
            LeaseAdmission admission,
            WorkerLauncher launcher) {
        this.functionId = functionId;
        this.versions = versions;
        this.exitGrace = exitGrace;
        this.clock = clock;
        this.executor = executor;
        this.versionSet = versionSet;
        this.admission = admission;
        this.launcher = launcher;
    }

    /** From now on, {@link #gone} completes when no worker is left. */
    void toClosing() {
        closing = true;
    }

    /** Completes when the group is closed and no worker is left. */
    CompletionStage<Void> gone() {
        return gone;
    }

    // Reconciliation ---------------------------------------------------------------------------------------------

    /** Applies all consequences of the current state. */
    void reconcile(Instant now) {
        if (versionSet.target() != null) {
            promote(now);
            lookUp(now);
            if (versionSet.target().version() != null) {
                launcher.scale(versionSet.target(), admission.waiting(), now);
            }
            admission.grantInOrder(now);
        }
        versionSet.stopThoseDue(now);
        if (closing && versionSet.isEmpty()) {
            executor.afterUnlock(() -> gone.complete(null));
        }
    }

    /** Saves the work in the common case: a request on a ready worker of the only version changes nothing else. */
    void settleIfSwitching(Instant now) {
        if (versionSet.hasPrevious()) {
            reconcile(now);
        }
    }

    private void promote(Instant now) {
        if (versionSet.hasPrevious() && versionSet.targetSuffices(now)) {
            LOG.infof(
                    "New version is serving: function=%s version=%s",
                    functionId, versionSet.target().key.definitionId());
            versionSet.dropPrevious(now, FunctionVersion::timeout);
        }
    }

    private void lookUp(Instant now) {
        VersionPool pool = versionSet.target();
        boolean wanted = !admission.isEmpty() || versionSet.hasPrevious() || pool.isKept();
        if (wanted && pool.needsLookup(now)) {
            pool.starts.toLookingUp();
            executor.afterUnlock(() -> versionOf(pool.key)
                    .whenComplete((found, failure) -> executor.run(() -> onLookedUp(pool, found, failure))));
        }
    }

    // Events -----------------------------------------------------------------------------------------------------

    void onCallEnded(Worker worker, Instant grantedAt) {
        Instant now = clock.instant();
        worker.onReleased(Duration.between(grantedAt, now), now);
        if (worker.pool.isSingleUse() && worker.state() instanceof Ready) {
            versionSet.leave(worker, now);
            versionSet.stopThoseDue(now);
        }
        if (!admission.isEmpty() || !(worker.state() instanceof Ready)) {
            reconcile(now);
        } else {
            settleIfSwitching(now);
        }
    }

    private void onLookedUp(VersionPool pool, FunctionVersion found, Throwable failure) {
        if (pool != versionSet.target()) {
            return;
        }
        Instant now = clock.instant();
        if (failure == null) {
            pool.onLookedUp(found);
        } else if (cause(failure) instanceof NoSuchElementException) {
            versionSet.toPreviousAgain();
            admission.refuseUnserved(RefusalMessages.gone());
        } else {
            LOG.errorf(failure, "Function version lookup failed: function=%s", functionId);
            onStartFailed(
                    pool,
                    RefusalMessages.startFailed("the server could not read the function's definition", List.of()),
                    now);
        }
        reconcile(now);
    }

    void onReady(Worker worker, Map<String, SocketAddress> addresses) {
        Instant now = clock.instant();
        if (worker.state() instanceof Starting) {
            worker.onReady(addresses, now);
            worker.pool.starts.onStarted();
            LOG.infof("Worker ready: function=%s worker=%s", functionId, worker.id);
        }
        reconcile(now);
    }

    void onLeaving(Worker worker) {
        if (worker.state() instanceof Ready) {
            Instant now = clock.instant();
            LOG.warnf("Worker is leaving unexpectedly: function=%s worker=%s", functionId, worker.id);
            versionSet.leave(worker, now.plus(exitGrace));
            reconcile(now);
        }
    }

    void onEnded(Worker worker, String reason, List<String> lastLines) {
        Instant now = clock.instant();
        WorkerState before = worker.state();
        launcher.onEnded(worker);
        worker.onEnded(reason);
        versionSet.onGone(worker);
        if (before instanceof Starting) {
            if (worker.pool.starts.isForgivable(worker.askedForAt)) {
                worker.pool.starts.forgive(now);
                LOG.warnf("Worker start failed, retrying: function=%s reason=%s", functionId, reason);
            } else {
                onStartFailed(worker.pool, RefusalMessages.startFailed(reason, lastLines), now);
            }
        } else if (before instanceof Ready) {
            LOG.warnf("Worker died: function=%s worker=%s reason=%s", functionId, worker.id, reason);
        } else {
            LOG.infof("Worker stopped: function=%s worker=%s reason=%s", functionId, worker.id, reason);
        }
        reconcile(now);
    }

    void toTimedOut(Worker worker, Instant now) {
        worker.toKilled(now);
        versionSet.leave(worker, now);
        Duration timeout = worker.version.startupTimeout();
        onStartFailed(
                worker.pool,
                RefusalMessages.startTimeout(timeout, worker.handle().lastLines()),
                now);
    }

    private void onStartFailed(VersionPool pool, LeaseRefusal refusal, Instant now) {
        if (pool != versionSet.target()) {
            return;
        }
        pool.starts.onFailed(refusal, now);
        LOG.warnf(
                "%s: function=%s version=%s reason=%s",
                versionSet.hasPrevious()
                        ? "New version failed to start, previous version keeps serving"
                        : "Worker start failed",
                functionId,
                pool.key.definitionId(),
                refusal.message());
        admission.refuseUnserved(pool.starts.backoff().refusalAt(now));
    }

    private CompletionStage<FunctionVersion> versionOf(FunctionKey key) {
        try {
            return versions.find(key);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
