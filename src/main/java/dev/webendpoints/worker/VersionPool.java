package dev.webendpoints.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.webendpoints.scaling.Autoscaler;
import dev.webendpoints.scaling.Decision;
import dev.webendpoints.scaling.Observation;
import dev.webendpoints.scaling.Policy;
import dev.webendpoints.worker.WorkerState.Ready;
import dev.webendpoints.worker.WorkerState.Starting;

/** The workers of one function version that start or serve; those that leave are the group's. Guarded by its lock. */
final class VersionPool {

    /** More than one worker of a version needs the scaling settings of its function, which do not arrive here yet. */
    private static final int MAX_WORKERS = 1;

    final FunctionKey key;
    private final List<Worker> workers = new ArrayList<>();
    private FunctionVersion version;
    private boolean lookingUp;
    private boolean succeeding;
    private Retry retry = Retry.NOT_NEEDED;

    VersionPool(FunctionKey key) {
        this.key = key;
    }

    /** What to run; null until it was looked up, and again without a worker: the next start sees secrets as they are then. */
    FunctionVersion version() {
        return version;
    }

    boolean needsLookup(Instant now) {
        return version == null && !lookingUp && !retry.isHolding(now);
    }

    void toLookingUp() {
        lookingUp = true;
    }

    void onLookedUp(FunctionVersion found) {
        lookingUp = false;
        version = found;
    }

    /** A version that served has stopped for this one, which therefore starts even if nobody asks just now. */
    void toSucceeding() {
        succeeding = true;
    }

    void onStartFailed(LeaseRefusal refusal, Instant now) {
        lookingUp = false;
        succeeding = false;
        retry = retry.onFailed(refusal, now);
    }

    void onStarted() {
        succeeding = false;
        retry = Retry.NOT_NEEDED;
    }

    Retry retry() {
        return retry;
    }

    void add(Worker worker) {
        workers.add(worker);
    }

    void remove(Worker worker) {
        if (workers.remove(worker) && workers.isEmpty()) {
            version = null;
        }
    }

    List<Worker> workers() {
        return List.copyOf(workers);
    }

    boolean isEmpty() {
        return workers.isEmpty();
    }

    boolean isReady() {
        return workers.stream().anyMatch(worker -> worker.state() instanceof Ready);
    }

    boolean hasRoom() {
        return workers.stream().anyMatch(Worker::hasRoom);
    }

    boolean offers(String method) {
        return workers.stream().anyMatch(worker -> worker.offers(method));
    }

    /** A loop and no stream: every request comes through here. Null when nobody has room. */
    Worker leastLoaded(String method) {
        Worker least = null;
        for (int i = 0; i < workers.size(); i++) {
            Worker worker = workers.get(i);
            boolean free = worker.hasRoom() && worker.offers(method);
            if (free
                    && (least == null || worker.state().leases() < least.state().leases())) {
                least = worker;
            }
        }
        return least;
    }

    Stream<Worker> longestIdle(int count) {
        return workers.stream()
                .filter(Worker::isIdle)
                .sorted(Comparator.comparing(VersionPool::idleSince))
                .limit(count);
    }

    List<Worker> overdue(Instant now) {
        return workers.stream()
                .filter(worker -> worker.state() instanceof Starting starting
                        && starting.outlasted(worker.version.startupTimeout(), now))
                .toList();
    }

    /** @param replacing whether another version serves until this one does: one worker is wanted even if nobody waits */
    Decision decide(int waiting, boolean replacing, Instant now) {
        int minWorkers = replacing || succeeding ? 1 : 0;
        Policy policy = new Policy(minWorkers, MAX_WORKERS, version.maxConcurrentInputs(), version.scaledownWindow());
        return Autoscaler.decide(observe(waiting), policy, now);
    }

    private Observation observe(int waiting) {
        PoolCounts counts = counts();
        List<Instant> idle = workers.stream()
                .filter(Worker::isIdle)
                .map(VersionPool::idleSince)
                .toList();
        return new Observation(counts.starting(), counts.ready(), counts.leases(), waiting, idle);
    }

    PoolCounts counts() {
        PoolCounts counts = PoolCounts.NONE;
        for (Worker worker : workers) {
            counts = counts.plus(worker.state());
        }
        return counts;
    }

    private static Instant idleSince(Worker worker) {
        return ((Ready) worker.state()).changedAt();
    }
}
