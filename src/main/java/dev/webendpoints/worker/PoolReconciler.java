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

import dev.webendpoints.worker.WorkerState.Ready;
import dev.webendpoints.worker.WorkerState.Starting;

/**
 * Reconciles one function's versions and workers: looks up and switches versions, starts and stops workers, and applies
 * the events of the runtime. Guarded by the group's lock.
 *
 * <ul>
 *   <li>The previous version drains as soon as the target has as many ready workers as the previous version has busy
 *       ones, or as many as it may have. If the target cannot start, the previous version stays, and the target is
 *       retried after its back-off. A single failure of a version that has started before does not count.
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
    private final WorkersConfig config;
    private final InstantSource clock;
    private final SerialExecutor turns;
    private final VersionSet lineup;
    private final LeaseAdmission admission;
    private final WorkerLauncher starts;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private boolean closing;

    /** @param any any version of the function, with the group's parameter values */
    PoolReconciler(
            FunctionKey any,
            FunctionVersions versions,
            WorkerRuntime runtime,
            PortReservations ports,
            WorkerCapacity capacity,
            WorkersConfig config,
            InstantSource clock,
            SerialExecutor turns,
            VersionSet lineup) {
        this.functionId = any.functionId();
        this.versions = versions;
        this.config = config;
        this.clock = clock;
        this.turns = turns;
        this.lineup = lineup;
        this.admission = new LeaseAdmission(turns, lineup, config.queueLimit(), this::onReleased);
        this.starts = new WorkerLauncher(any.group(), runtime, ports, capacity, config, turns, lineup, Events::new);
    }

    LeaseAdmission admission() {
        return admission;
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
    void settle(Instant now) {
        if (lineup.target() != null) {
            promote(now);
            lookUp(now);
            if (lineup.target().version() != null) {
                starts.scale(lineup.target(), admission.waiting(), now);
            }
            admission.grantInOrder(now);
        }
        lineup.stopThoseDue(now);
        if (closing && lineup.isEmpty()) {
            turns.afterwards(() -> gone.complete(null));
        }
    }

    /** Saves the work in the common case: a request on a ready worker of the only version changes nothing else. */
    void settleIfSwitching(Instant now) {
        if (lineup.hasPrevious()) {
            settle(now);
        }
    }

    private void promote(Instant now) {
        if (lineup.hasPrevious() && lineup.targetSuffices(now)) {
            LOG.infof(
                    "New version is serving: function=%s version=%s",
                    functionId, lineup.target().key.definitionId());
            lineup.dropPrevious(now, FunctionVersion::timeout);
        }
    }

    private void lookUp(Instant now) {
        VersionPool pool = lineup.target();
        boolean wanted = !admission.isEmpty() || lineup.hasPrevious() || pool.isKept();
        if (wanted && pool.needsLookup(now)) {
            pool.toLookingUp();
            turns.afterwards(() -> versionOf(pool.key)
                    .whenComplete((found, failure) -> turns.take(() -> onLookedUp(pool, found, failure))));
        }
    }

    // Events -----------------------------------------------------------------------------------------------------

    private void onReleased(Worker worker, Instant grantedAt) {
        Instant now = clock.instant();
        worker.onReleased(Duration.between(grantedAt, now), now);
        if (worker.pool.isSingleUse() && worker.state() instanceof Ready) {
            lineup.leave(worker, now);
            lineup.stopThoseDue(now);
        }
        if (!admission.isEmpty() || !(worker.state() instanceof Ready)) {
            settle(now);
        } else {
            settleIfSwitching(now);
        }
    }

    private void onLookedUp(VersionPool pool, FunctionVersion found, Throwable failure) {
        if (pool != lineup.target()) {
            return;
        }
        Instant now = clock.instant();
        if (failure == null) {
            pool.onLookedUp(found);
        } else if (cause(failure) instanceof NoSuchElementException) {
            lineup.toPreviousAgain();
            admission.refuseUnserved(RefusalMessages.gone());
        } else {
            LOG.errorf(failure, "Function version lookup failed: function=%s", functionId);
            onStartFailed(
                    pool,
                    RefusalMessages.startFailed("the server could not read the function's definition", List.of()),
                    now);
        }
        settle(now);
    }

    private void onReady(Worker worker, Map<String, SocketAddress> addresses) {
        Instant now = clock.instant();
        if (worker.state() instanceof Starting) {
            worker.onReady(addresses, now);
            worker.pool.onStarted();
            LOG.infof("worker is ready: function=%s worker=%s", functionId, worker.id);
        }
        settle(now);
    }

    private void onLeaving(Worker worker) {
        if (worker.state() instanceof Ready) {
            Instant now = clock.instant();
            LOG.warnf("Worker is leaving unexpectedly: function=%s worker=%s", functionId, worker.id);
            lineup.leave(worker, now.plus(config.exitGrace()));
            settle(now);
        }
    }

    private void onEnded(Worker worker, String reason, List<String> lastLines) {
        Instant now = clock.instant();
        WorkerState before = worker.state();
        starts.onEnded(worker);
        worker.onEnded(reason);
        lineup.onGone(worker);
        if (before instanceof Starting) {
            if (worker.pool.forgives(worker, now)) {
                LOG.warnf("Worker start failed, retrying: function=%s reason=%s", functionId, reason);
            } else {
                onStartFailed(worker.pool, RefusalMessages.startFailed(reason, lastLines), now);
            }
        } else if (before instanceof Ready) {
            LOG.warnf("Worker died: function=%s worker=%s reason=%s", functionId, worker.id, reason);
        } else {
            LOG.infof("Worker stopped: function=%s worker=%s reason=%s", functionId, worker.id, reason);
        }
        settle(now);
    }

    void toTimedOut(Worker worker, Instant now) {
        worker.toKilled(now);
        lineup.leave(worker, now);
        Duration timeout = worker.version.startupTimeout();
        onStartFailed(
                worker.pool,
                RefusalMessages.startTimeout(timeout, worker.handle().lastLines()),
                now);
    }

    private void onStartFailed(VersionPool pool, LeaseRefusal refusal, Instant now) {
        if (pool != lineup.target()) {
            return;
        }
        pool.onStartFailed(refusal, now);
        LOG.warnf(
                "%s: function=%s version=%s reason=%s",
                lineup.hasPrevious()
                        ? "New version failed to start, previous version keeps serving"
                        : "Worker start failed",
                functionId,
                pool.key.definitionId(),
                refusal.message());
        admission.refuseUnserved(pool.retry().refusalAt(now));
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

    private final class Events implements WorkerEvents {

        private final Worker worker;

        Events(Worker worker) {
            this.worker = worker;
        }

        @Override
        public void onLaunched() {
            turns.take(() -> worker.onLaunched(clock.instant()));
        }

        @Override
        public void onReady(Map<String, SocketAddress> addresses) {
            turns.take(() -> PoolReconciler.this.onReady(worker, addresses));
        }

        @Override
        public void onLeaving() {
            turns.take(() -> PoolReconciler.this.onLeaving(worker));
        }

        @Override
        public void onFailed(String reason, List<String> lastLines) {
            turns.take(() -> onEnded(worker, reason, lastLines));
        }

        @Override
        public void onExited(String reason) {
            turns.take(() -> onEnded(worker, reason, List.of()));
        }
    }
}
