package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.lease.Pools;

/**
 * The versions of one function that have workers: the target version, which should serve; the previous version, which
 * serves until the target is ready; and the leaving workers of any version. Guarded by the group's lock.
 */
final class VersionSet {

    /** Number of replaced versions to remember. A request older than that would switch back to its version. */
    private static final int REPLACED_REMEMBERED = 32;

    private final Deque<FunctionKey> replaced = new ArrayDeque<>();
    private final List<Worker> leaving = new ArrayList<>();
    private VersionPool target;
    private VersionPool previous;

    /** @return null before the first request and after {@link #clear} */
    VersionPool target() {
        return target;
    }

    boolean hasPrevious() {
        return previous != null;
    }

    /** Returns the number of busy workers of the previous version, at least 1; 0 without a previous version. */
    int busyInPrevious() {
        return previous == null ? 0 : Math.max(1, previous.busy());
    }

    /** Returns whether the target can serve without the previous version. */
    boolean targetSuffices(Instant now) {
        int ready = target.counts().ready();
        return ready >= Math.min(busyInPrevious(), target.maxWorkers())
                || ready > 0 && target.starts.backoff().isHolding(now);
    }

    /** Returns the number of leaving workers of the pool that have requests to finish. */
    int finishing(VersionPool pool) {
        int count = 0;
        for (Worker worker : leaving) {
            if (worker.pool == pool && worker.state().leases() > 0) {
                count++;
            }
        }
        return count;
    }

    /** A request for this version arrived. Makes it the target, unless the version is known to be replaced. */
    void onAskedFor(FunctionKey key, Instant now) {
        if (target == null || !replaced.contains(key)) {
            toTarget(key, now);
        }
    }

    /** This version was published, possibly again. */
    void onPublished(FunctionKey key, Instant now) {
        replaced.remove(key);
        toTarget(key, now);
    }

    private void toTarget(FunctionKey key, Instant now) {
        if (target == null) {
            target = new VersionPool(key);
        } else if (!target.key.equals(key)) {
            replace(key, now);
        }
    }

    private void replace(FunctionKey key, Instant now) {
        replaced.addLast(target.key);
        if (replaced.size() > REPLACED_REMEMBERED) {
            replaced.removeFirst();
        }
        VersionPool former = target;
        if (previous != null && previous.key.equals(key)) {
            toPreviousAgain();
            leaveAll(former, now, FunctionVersion::timeout);
        } else {
            if (former.isReady()) {
                dropPrevious(now, FunctionVersion::timeout);
                previous = former;
            } else {
                leaveAll(former, now, FunctionVersion::timeout);
            }
            target = new VersionPool(key);
        }
    }

    /** The target version does not exist: restores the previous version as the target. */
    void toPreviousAgain() {
        target = previous == null ? new VersionPool(target.key) : previous;
        previous = null;
    }

    /** @param patience how long the version's requests may continue to run */
    void dropPrevious(Instant now, Function<FunctionVersion, Duration> patience) {
        if (previous != null) {
            leaveAll(previous, now, patience);
            previous = null;
        }
    }

    /** Drains all workers; {@code patience} also bounds those that are leaving already. */
    void clear(Instant now, Function<FunctionVersion, Duration> patience) {
        leaving.forEach(worker -> worker.toDraining(now.plus(patience.apply(worker.version))));
        dropPrevious(now, patience);
        if (target != null) {
            leaveAll(target, now, patience);
            target = null;
        }
    }

    /** Drains a worker. If it is leaving already, the earlier deadline applies. */
    void leave(Worker worker, Instant deadline) {
        worker.toDraining(deadline);
        if (!leaving.contains(worker)) {
            worker.pool.remove(worker);
            leaving.add(worker);
            forgetEmptyPrevious();
        }
    }

    /** Returns the number of leaving workers without a request to finish. */
    int ending() {
        return (int)
                leaving.stream().filter(worker -> worker.state().leases() == 0).count();
    }

    /** The worker to replace when the target has none. Empty while a worker leaves: one is replaced at a time. */
    Optional<Worker> leastUsefulOfPrevious() {
        return previous == null || !target.isEmpty() || !leaving.isEmpty()
                ? Optional.empty()
                : previous.leastUseful(1).stream().findFirst();
    }

    Optional<Worker> find(String workerId) {
        return everyone().stream().filter(worker -> worker.id.equals(workerId)).findFirst();
    }

    /** Returns all workers: starting, serving and leaving. */
    List<Worker> everyone() {
        List<Worker> everyone = new ArrayList<>(leaving);
        serving().forEach(pool -> everyone.addAll(pool.workers()));
        return everyone;
    }

    private void leaveAll(VersionPool pool, Instant now, Function<FunctionVersion, Duration> patience) {
        pool.workers().forEach(worker -> leave(worker, now.plus(patience.apply(worker.version))));
    }

    void onGone(Worker worker) {
        worker.pool.remove(worker);
        leaving.remove(worker);
        forgetEmptyPrevious();
    }

    private void forgetEmptyPrevious() {
        if (previous != null && previous.isEmpty()) {
            previous = null;
        }
    }

    boolean previousHoldsPortOf(FunctionVersion version) {
        return previous != null && RequiredPorts.clash(version, previous.version());
    }

    /** @return leaving workers that hold a port that this version needs */
    List<Worker> leavingWithPortOf(FunctionVersion version) {
        return leaving.stream().filter(worker -> worker.holdsPortOf(version)).toList();
    }

    void stopThoseDue(Instant now) {
        leaving.forEach(worker -> worker.stopIfDue(now));
    }

    boolean isEmpty() {
        return leaving.isEmpty() && serving().stream().allMatch(VersionPool::isEmpty);
    }

    boolean hasRoom() {
        return serving().stream().anyMatch(VersionPool::hasRoom);
    }

    boolean offers(String method) {
        return serving().stream().anyMatch(pool -> pool.offers(method));
    }

    /** Returns a worker with room, preferably of the target; null if there is none. */
    Worker workerFor(String method) {
        Worker free = target == null ? null : target.leastLoaded(method);
        return free != null || !previousServes(method) ? free : previous.leastLoaded(method);
    }

    /** A call waits for the target, since it waits in a queue anyway; unless the target does not start. */
    private boolean previousServes(String method) {
        return previous != null && (!method.equals(Pools.CALLS) || target.starts.areFailing());
    }

    PoolCounts counts() {
        PoolCounts counts = PoolCounts.NONE;
        for (VersionPool pool : serving()) {
            counts = counts.plus(pool.counts());
        }
        for (Worker worker : leaving) {
            counts = counts.plus(worker.state());
        }
        return counts;
    }

    private List<VersionPool> serving() {
        if (target == null) {
            return List.of();
        }
        return previous == null ? List.of(target) : List.of(target, previous);
    }
}
