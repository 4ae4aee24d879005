package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The versions of one function that have workers: the target, which should serve; the previous one, which serves while
 * the target has no ready worker; and, of whatever version, the workers that leave. Guarded by its group's lock.
 */
final class Lineup {

    /** Versions remembered as replaced. Past it, a request that is late by as many deployments would go back. */
    private static final int REPLACED_REMEMBERED = 32;

    private final Deque<FunctionKey> replaced = new ArrayDeque<>();
    private final List<Worker> leaving = new ArrayList<>();
    private VersionPool target;
    private VersionPool previous;

    /** Null before the first request, and after {@link #clear}. */
    VersionPool target() {
        return target;
    }

    boolean hasPrevious() {
        return previous != null;
    }

    /** Workers of the previous version that have requests, and at least one while there is a previous version. */
    int busyInPrevious() {
        return previous == null ? 0 : Math.max(1, previous.busy());
    }

    /** Whether the target can do without the previous version. */
    boolean targetSuffices(Instant now) {
        int ready = target.counts().ready();
        return ready >= Math.min(busyInPrevious(), target.maxWorkers())
                || ready > 0 && target.retry().isHolding(now);
    }

    /** Workers of the pool that leave, and have requests to finish. */
    int finishing(VersionPool pool) {
        int count = 0;
        for (Worker worker : leaving) {
            if (worker.pool == pool && worker.state().leases() > 0) {
                count++;
            }
        }
        return count;
    }

    /** A request came for this version. It is the new target, unless it is known as one that was replaced. */
    void onAskedFor(FunctionKey key, Instant now) {
        if (target == null || !replaced.contains(key)) {
            toTarget(key, now);
        }
    }

    /** This version was published, perhaps not for the first time. */
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

    /** There is no such version as the target: what served before is the target again. */
    void toPreviousAgain() {
        target = previous == null ? new VersionPool(target.key) : previous;
        previous = null;
    }

    /** @param patience how long its requests may still run */
    void dropPrevious(Instant now, Function<FunctionVersion, Duration> patience) {
        if (previous != null) {
            leaveAll(previous, now, patience);
            previous = null;
        }
    }

    /** Everyone leaves, also those who are leaving already. */
    void clear(Instant now, Function<FunctionVersion, Duration> patience) {
        leaving.forEach(worker -> worker.toDraining(now.plus(patience.apply(worker.version))));
        dropPrevious(now, patience);
        if (target != null) {
            leaveAll(target, now, patience);
            target = null;
        }
    }

    /** One that leaves already leaves by the earlier deadline. */
    void leave(Worker worker, Instant deadline) {
        worker.toDraining(deadline);
        if (!leaving.contains(worker)) {
            worker.pool.remove(worker);
            leaving.add(worker);
            forgetEmptyPrevious();
        }
    }

    /** Who leaves, and has no request to finish. */
    int ending() {
        return (int)
                leaving.stream().filter(worker -> worker.state().leases() == 0).count();
    }

    /** Whose place a target without any worker may have. Empty while somebody leaves: one place is waited for at a time. */
    Optional<Worker> leastUsefulOfPrevious() {
        return previous == null || !target.isEmpty() || !leaving.isEmpty()
                ? Optional.empty()
                : previous.leastUseful(1).stream().findFirst();
    }

    Optional<Worker> find(String workerId) {
        return everyone().stream().filter(worker -> worker.id.equals(workerId)).findFirst();
    }

    /** Whoever starts, serves or leaves. */
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
        return previous != null && Ports.clash(version, previous.version());
    }

    /** @return those who leave, and have a port open that this version needs */
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

    /** A worker with room, of the target if it has one; null when nobody has. */
    Worker workerFor(String method) {
        Worker free = target == null ? null : target.leastLoaded(method);
        return free != null || previous == null ? free : previous.leastLoaded(method);
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
