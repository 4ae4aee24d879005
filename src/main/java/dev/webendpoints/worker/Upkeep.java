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
 * What becomes of one function's versions and workers: versions are looked up and replace each other, workers start and
 * stop, and what the runtime tells of them is taken in. Guarded by its group's lock.
 *
 * <ul>
 *   <li>When as many workers of the target are ready as have requests of the previous version, that one drains. When the
 *       target cannot start, the previous one stays, and the target is tried again after its back-off. Of a version that
 *       has started before, one failure is not held against it.
 *   <li>Two workers that open the same port are never alive at once: there the previous version drains first, and a
 *       port of another function's worker is a failed start.
 *   <li>A worker that dies takes no request from the moment that is known; another starts for those who wait.
 *   <li>A refusal that a ready worker could spare somebody is never given.
 * </ul>
 */
final class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    private final String functionId;
    private final FunctionVersions versions;
    private final WorkersConfig config;
    private final InstantSource clock;
    private final Turns turns;
    private final Lineup lineup;
    private final Admission admission;
    private final Starts starts;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private boolean closing;

    /** @param any version of the function, with the values that its group is for */
    Upkeep(
            FunctionKey any,
            FunctionVersions versions,
            WorkerRuntime runtime,
            HeldPorts ports,
            Capacity capacity,
            WorkersConfig config,
            InstantSource clock,
            Turns turns,
            Lineup lineup) {
        this.functionId = any.functionId();
        this.versions = versions;
        this.config = config;
        this.clock = clock;
        this.turns = turns;
        this.lineup = lineup;
        this.admission = new Admission(turns, lineup, config.queueLimit(), this::onReleased);
        this.starts = new Starts(any.group(), runtime, ports, capacity, config, turns, lineup, Events::new);
    }

    Admission admission() {
        return admission;
    }

    /** From now on, the last worker's end is the group's. */
    void toClosing() {
        closing = true;
    }

    /** Done when the group was closed and no worker is left. */
    CompletionStage<Void> gone() {
        return gone;
    }

    // What follows from the state --------------------------------------------------------------------------------

    /** Does all that follows from the state as it is. */
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

    /** The common request, on a ready worker of the only version, changes nothing else: most of the work is saved. */
    void settleIfSwitching(Instant now) {
        if (lineup.hasPrevious()) {
            settle(now);
        }
    }

    private void promote(Instant now) {
        if (lineup.hasPrevious() && lineup.targetSuffices(now)) {
            LOG.infof(
                    "the new version serves: function=%s version=%s",
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

    // What is told -----------------------------------------------------------------------------------------------

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
            admission.refuseUnserved(Refusals.gone());
        } else {
            LOG.errorf(failure, "a version could not be read: function=%s", functionId);
            onStartFailed(
                    pool, Refusals.startFailed("the server could not read the function's definition", List.of()), now);
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
            LOG.warnf("worker leaves without being told to: function=%s worker=%s", functionId, worker.id);
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
                LOG.warnf("a start failed, another one is tried: function=%s reason=%s", functionId, reason);
            } else {
                onStartFailed(worker.pool, Refusals.startFailed(reason, lastLines), now);
            }
        } else if (before instanceof Ready) {
            LOG.warnf("worker died: function=%s worker=%s reason=%s", functionId, worker.id, reason);
        } else {
            LOG.infof("worker stopped: function=%s worker=%s reason=%s", functionId, worker.id, reason);
        }
        settle(now);
    }

    void toTimedOut(Worker worker, Instant now) {
        worker.toKilled(now);
        lineup.leave(worker, now);
        Duration timeout = worker.version.startupTimeout();
        onStartFailed(
                worker.pool, Refusals.startTimeout(timeout, worker.handle().lastLines()), now);
    }

    private void onStartFailed(VersionPool pool, LeaseRefusal refusal, Instant now) {
        if (pool != lineup.target()) {
            return;
        }
        pool.onStartFailed(refusal, now);
        LOG.warnf(
                "%s: function=%s version=%s reason=%s",
                lineup.hasPrevious()
                        ? "the new version could not start, the old one keeps serving"
                        : "a worker could not start",
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
            turns.take(() -> Upkeep.this.onReady(worker, addresses));
        }

        @Override
        public void onLeaving() {
            turns.take(() -> Upkeep.this.onLeaving(worker));
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
