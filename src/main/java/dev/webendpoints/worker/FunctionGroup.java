package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jboss.logging.Logger;

import dev.webendpoints.scaling.Decision;
import dev.webendpoints.worker.WorkerState.Ready;
import dev.webendpoints.worker.WorkerState.Starting;

/**
 * One function over its versions: who waits for it, the version it should run, and the one that serves until that is
 * ready.
 *
 * <p>Calls and events change the state; {@link #settle} then does all that follows from it. The rules:
 *
 * <ul>
 *   <li>The version that was asked for last is the target. While it has no ready worker, the version that has one keeps
 *       serving as the previous one, and is not scaled down.
 *   <li>When the target is ready the previous version drains. When the target cannot start, the previous one stays.
 *   <li>Two workers that open the same port are never alive at once: there the previous version drains first.
 *   <li>A request for a version that was replaced is served by whatever serves now: its sender saw an old route.
 * </ul>
 */
final class FunctionGroup {

    private static final Logger LOG = Logger.getLogger(FunctionGroup.class);

    /** Versions remembered as replaced. Past it, a request that is late by as many deployments would go back. */
    private static final int REPLACED_REMEMBERED = 32;

    private final String functionId;
    private final FunctionVersions versions;
    private final WorkerRuntime runtime;
    private final WorkersConfig config;
    private final InstantSource clock;

    private final Turns turns = new Turns();
    private final WaitQueue queue = new WaitQueue();
    private final Deque<FunctionKey> replaced = new ArrayDeque<>();
    private final List<Worker> leaving = new ArrayList<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private VersionPool target;
    private VersionPool previous;
    private LeaseRefusal closed;

    FunctionGroup(
            String functionId,
            FunctionVersions versions,
            WorkerRuntime runtime,
            WorkersConfig config,
            InstantSource clock) {
        this.functionId = functionId;
        this.versions = versions;
        this.runtime = runtime;
        this.config = config;
        this.clock = clock;
    }

    // What callers ask -----------------------------------------------------------------------------------------

    Runnable lease(FunctionKey key, Waiter waiter) {
        turns.take(() -> admit(key, waiter, clock.instant()));
        return () -> {
            if (waiter.giveUp()) {
                turns.take(() -> queue.remove(waiter));
            }
        };
    }

    void switchTo(FunctionKey key) {
        turns.take(() -> {
            if (closed == null) {
                replaced.remove(key);
                aimAt(key, clock.instant());
                settle(clock.instant());
            }
        });
    }

    /** Admits no more, lets what runs finish within what {@code patience} gives each worker, and stops all. */
    CompletionStage<Void> close(LeaseRefusal refusal, Function<FunctionVersion, Duration> patience) {
        turns.take(() -> {
            Instant now = clock.instant();
            closed = refusal;
            refuseAll(refusal);
            leaving.forEach(worker -> worker.toDraining(now.plus(patience.apply(worker.version))));
            leave(target, now, patience);
            leave(previous, now, patience);
            target = null;
            previous = null;
            settle(now);
        });
        return gone;
    }

    void onTick(Instant now) {
        turns.take(() -> {
            if (target != null) {
                target.overdue(now).forEach(worker -> toTimedOut(worker, now));
            }
            settle(now);
        });
    }

    PoolCounts counts() {
        return turns.read(() -> {
            PoolCounts counts = new PoolCounts(0, 0, 0, 0, queue.size());
            for (VersionPool pool : pools()) {
                counts = counts.plus(pool.counts());
            }
            for (Worker worker : leaving) {
                counts = counts.plus(worker.state());
            }
            return counts;
        });
    }

    private void admit(FunctionKey key, Waiter waiter, Instant now) {
        if (closed != null) {
            refuse(waiter, closed);
            return;
        }
        aimAt(key, now);
        if (target.retry().isHolding(now) && !isServed(waiter.method)) {
            refuse(waiter, target.retry().refusalAt(now));
        } else if (queue.isEmpty() && grant(waiter, now)) {
            settleAfterFastPath(now);
        } else if (queue.size() >= config.queueLimit()) {
            refuse(waiter, Refusals.queueFull(config.queueLimit()));
        } else {
            queue.add(waiter);
            settle(now);
        }
    }

    private void aimAt(FunctionKey key, Instant now) {
        if (target == null) {
            target = new VersionPool(key);
        } else if (!key.equals(target.key) && !replaced.contains(key)) {
            replaceTarget(key, now);
        }
    }

    private void replaceTarget(FunctionKey key, Instant now) {
        replaced.addLast(target.key);
        if (replaced.size() > REPLACED_REMEMBERED) {
            replaced.removeFirst();
        }
        VersionPool former = target;
        if (previous != null && previous.key.equals(key)) {
            target = previous;
            previous = null;
            leave(former, now, FunctionVersion::timeout);
            return;
        }
        if (former.isReady()) {
            leave(previous, now, FunctionVersion::timeout);
            previous = former;
        } else {
            leave(former, now, FunctionVersion::timeout);
        }
        target = new VersionPool(key);
    }

    // What follows from the state --------------------------------------------------------------------------------

    private void settle(Instant now) {
        if (target != null) {
            promote(now);
            lookUp(now);
            if (target.version() != null) {
                scale(now);
            }
            grantInOrder(now);
        }
        leaving.forEach(worker -> worker.stopIfDue(now));
        if (closed != null && leaving.isEmpty()) {
            turns.afterwards(() -> gone.complete(null));
        }
    }

    /** The common request, on a ready worker of the only version, changes nothing else: most of the work is saved. */
    private void settleAfterFastPath(Instant now) {
        if (previous != null) {
            settle(now);
        }
    }

    private void promote(Instant now) {
        if (previous != null && target.isReady()) {
            LOG.infof("the new version serves: function=%s version=%s", functionId, target.key.definitionId());
            leave(previous, now, FunctionVersion::timeout);
            previous = null;
        }
    }

    private void lookUp(Instant now) {
        boolean wanted = !queue.isEmpty() || previous != null;
        if (wanted && target.needsLookup(now)) {
            VersionPool pool = target;
            pool.toLookingUp();
            turns.afterwards(() -> versionOf(pool.key)
                    .whenComplete((found, failure) -> turns.take(() -> onLookedUp(pool, found, failure))));
        }
    }

    private void scale(Instant now) {
        Decision decision = target.decide(queue.size(), previous == null ? 0 : 1, now);
        target.longestIdle(decision.stop()).toList().forEach(worker -> leave(target, worker, now));
        if (decision.start() > 0 && !target.retry().isHolding(now) && clearPorts(now)) {
            for (int i = 0; i < decision.start(); i++) {
                start(target);
            }
        }
    }

    /** @return whether no other worker holds a port that the target's programs open */
    private boolean clearPorts(Instant now) {
        FunctionVersion version = target.version();
        if (previous != null && Ports.clash(version, previous.version())) {
            LOG.infof("the old version stops first, for its port: function=%s", functionId);
            leave(previous, now, former -> config.exitGrace());
            previous = null;
        }
        List<Worker> holders =
                leaving.stream().filter(worker -> worker.holdsPortOf(version)).toList();
        holders.forEach(worker -> worker.toDraining(now.plus(config.exitGrace())));
        return holders.isEmpty();
    }

    private void start(VersionPool pool) {
        Worker worker = new Worker(pool.version(), config.exitGrace());
        pool.add(worker);
        Events events = new Events(pool, worker);
        try {
            worker.startOn(runtime, events);
            LOG.infof("worker starts: function=%s worker=%s", functionId, worker.id);
        } catch (RuntimeException e) {
            LOG.errorf(e, "worker could not be asked for: function=%s worker=%s", functionId, worker.id);
            turns.afterwards(() -> events.onFailed("the server could not start a worker", List.of()));
        }
    }

    private void grantInOrder(Instant now) {
        queue.settleInOrder(waiter -> grant(waiter, now) || refuseUnknownMethod(waiter), this::hasRoom);
    }

    private boolean grant(Waiter waiter, Instant now) {
        Worker worker = pools().stream()
                .flatMap(pool -> pool.leastLoaded(waiter.method).stream())
                .findFirst()
                .orElse(null);
        if (worker == null) {
            return false;
        }
        Ready ready = (Ready) worker.state();
        worker.become(ready.onLeased(now));
        Lease lease = new GrantedLease(
                worker.id, ready.addresses().get(waiter.method), () -> turns.take(() -> onReleased(worker)));
        turns.afterwards(() -> waiter.tell(lease));
        return true;
    }

    private boolean refuseUnknownMethod(Waiter waiter) {
        boolean unknown = target.isReady() && !isServed(waiter.method);
        if (unknown) {
            refuse(waiter, Refusals.noSuchMethod(waiter.method));
        }
        return unknown;
    }

    private boolean hasRoom() {
        return pools().stream().anyMatch(VersionPool::hasRoom);
    }

    private boolean isServed(String method) {
        return pools().stream().anyMatch(pool -> pool.offers(method));
    }

    /** The version that should serve before the one that may. */
    private List<VersionPool> pools() {
        if (target == null) {
            return List.of();
        }
        return previous == null ? List.of(target) : List.of(target, previous);
    }

    // What the runtime tells -------------------------------------------------------------------------------------

    private void onReleased(Worker worker) {
        Instant now = clock.instant();
        worker.onReleased(now);
        if (!queue.isEmpty() || previous != null || !(worker.state() instanceof Ready)) {
            settle(now);
        }
    }

    private void onLookedUp(VersionPool pool, FunctionVersion found, Throwable failure) {
        if (pool != target) {
            return;
        }
        Instant now = clock.instant();
        if (failure == null) {
            pool.onLookedUp(found);
        } else if (cause(failure) instanceof NoSuchElementException) {
            target = previous == null ? new VersionPool(pool.key) : previous;
            previous = null;
            refuseUnserved(Refusals.gone());
        } else {
            LOG.errorf(failure, "a version could not be read: function=%s", functionId);
            onStartFailed(
                    pool, Refusals.startFailed("the server could not read the function's definition", List.of()), now);
        }
        settle(now);
    }

    private void onStartFailed(VersionPool pool, LeaseRefusal refusal, Instant now) {
        if (pool != target) {
            return;
        }
        pool.onStartFailed(refusal, now);
        LOG.warnf(
                "%s: function=%s version=%s reason=%s",
                previous == null
                        ? "a worker could not start"
                        : "the new version could not start, the old one keeps serving",
                functionId,
                pool.key.definitionId(),
                refusal.message());
        refuseUnserved(pool.retry().refusalAt(now));
    }

    private void toTimedOut(Worker worker, Instant now) {
        VersionPool pool = target;
        pool.remove(worker);
        worker.toKilled(now);
        leaving.add(worker);
        Duration timeout = worker.version.startupTimeout();
        onStartFailed(pool, Refusals.startTimeout(timeout, worker.handle().lastLines()), now);
    }

    private void onReady(VersionPool pool, Worker worker, Map<String, SocketAddress> addresses) {
        Instant now = clock.instant();
        if (worker.state() instanceof Starting starting) {
            worker.become(starting.onReady(addresses, now));
            pool.onStarted();
            LOG.infof("worker is ready: function=%s worker=%s", functionId, worker.id);
        }
        settle(now);
    }

    private void onEnded(VersionPool pool, Worker worker, String reason, List<String> lastLines) {
        Instant now = clock.instant();
        WorkerState before = worker.state();
        pool.remove(worker);
        leaving.remove(worker);
        worker.onEnded(reason);
        if (previous != null && previous.isEmpty()) {
            previous = null;
        }
        if (before instanceof Starting) {
            onStartFailed(pool, Refusals.startFailed(reason, lastLines), now);
        } else if (before instanceof Ready) {
            LOG.warnf("worker died: function=%s worker=%s reason=%s", functionId, worker.id, reason);
        } else {
            LOG.infof("worker stopped: function=%s worker=%s", functionId, worker.id);
        }
        settle(now);
    }

    private final class Events implements WorkerEvents {

        private final VersionPool pool;
        private final Worker worker;

        Events(VersionPool pool, Worker worker) {
            this.pool = pool;
            this.worker = worker;
        }

        @Override
        public void onLaunched() {
            turns.take(() -> worker.onLaunched(clock.instant()));
        }

        @Override
        public void onReady(Map<String, SocketAddress> addresses) {
            turns.take(() -> FunctionGroup.this.onReady(pool, worker, addresses));
        }

        @Override
        public void onFailed(String reason, List<String> lastLines) {
            turns.take(() -> onEnded(pool, worker, reason, lastLines));
        }

        @Override
        public void onExited(String reason) {
            turns.take(() -> onEnded(pool, worker, reason, List.of()));
        }
    }

    private void refuseUnserved(LeaseRefusal refusal) {
        queue.settleInOrder(
                waiter -> {
                    boolean unserved = !isServed(waiter.method);
                    if (unserved) {
                        refuse(waiter, refusal);
                    }
                    return unserved;
                },
                () -> true);
    }

    private void refuseAll(LeaseRefusal refusal) {
        queue.settleInOrder(
                waiter -> {
                    refuse(waiter, refusal);
                    return true;
                },
                () -> true);
    }

    private void refuse(Waiter waiter, LeaseRefusal refusal) {
        turns.afterwards(() -> waiter.tell(refusal));
    }

    private void leave(VersionPool pool, Instant now, Function<FunctionVersion, Duration> patience) {
        if (pool != null) {
            pool.workers().forEach(worker -> leave(pool, worker, now.plus(patience.apply(worker.version))));
        }
    }

    private void leave(VersionPool pool, Worker worker, Instant deadline) {
        pool.remove(worker);
        worker.toDraining(deadline);
        leaving.add(worker);
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
