package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.webendpoints.scaling.Autoscaler;
import dev.webendpoints.scaling.Decision;
import dev.webendpoints.scaling.Observation;
import dev.webendpoints.scaling.Policy;
import dev.webendpoints.scaling.Traffic;
import dev.webendpoints.worker.WorkerState.Ready;
import dev.webendpoints.worker.WorkerState.Starting;

/** The workers of one function version that start or serve; those that leave are the group's. Guarded by its lock. */
final class VersionPool {

    /** Whom to do without first: the longest idle, then who is not ready yet, then who has the fewest requests. */
    private static final Comparator<Worker> LEAST_USEFUL = Comparator.<Worker>comparingInt(
                    worker -> worker.isIdle() ? 0 : worker.state() instanceof Starting ? 1 : 2)
            .thenComparingInt(worker -> worker.state().leases())
            .thenComparing(VersionPool::since);

    final FunctionKey key;
    private final List<Worker> workers = new ArrayList<>();
    private FunctionVersion version;
    private Policy given;
    private Traffic traffic = Traffic.UNKNOWN;
    private boolean lookingUp;
    private boolean succeeding;
    private boolean hinted;
    private boolean proven;
    private Instant forgivenAt = Instant.MIN;
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

    /**
     * Whether a start that failed just now is left out of account. A version that has started before is not the cause as a
     * rule, but whatever killed the worker; so it is tried again at once, and what fails together is forgiven together.
     */
    boolean forgives(Worker worker, Instant now) {
        if (proven) {
            proven = false;
            forgivenAt = now;
            return true;
        }
        return worker.askedForAt.isBefore(forgivenAt);
    }

    void onStartFailed(LeaseRefusal refusal, Instant now) {
        lookingUp = false;
        succeeding = false;
        retry = retry.onFailed(refusal, now);
    }

    void onStarted() {
        succeeding = false;
        proven = true;
        retry = Retry.NOT_NEEDED;
    }

    Retry retry() {
        return retry;
    }

    // Its workers ------------------------------------------------------------------------------------------------

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

    int busy() {
        return (int)
                workers.stream().filter(worker -> worker.state().leases() > 0).count();
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

    List<Worker> leastUseful(int count) {
        return workers.stream().sorted(LEAST_USEFUL).limit(count).toList();
    }

    /** Those that have nothing to do, and since when; without as many as are kept with nobody asking. */
    Map<String, Instant> dispensable() {
        int kept = given == null ? 0 : given.minWorkers();
        return workers.stream()
                .filter(Worker::isIdle)
                .sorted(Comparator.comparing(VersionPool::since))
                .limit(Math.max(0, workers.size() - kept))
                .collect(Collectors.toMap(worker -> worker.id, VersionPool::since));
    }

    List<Worker> overdue(Instant now) {
        return workers.stream()
                .filter(worker -> worker.state() instanceof Starting starting
                        && starting.outlasted(worker.version.startupTimeout(), now))
                .toList();
    }

    // How many ---------------------------------------------------------------------------------------------------

    /** @param policy instead of its version's own; null for that one */
    void toScaledBy(Policy policy) {
        given = policy;
    }

    /** Whether workers are kept with nobody asking. */
    boolean isKept() {
        return given != null && given.minWorkers() > 0;
    }

    int maxWorkers() {
        return policy().maxWorkers();
    }

    /** Once: whether more cannot be done for those who wait than its code allows, which says nothing of concurrency. */
    boolean isWorthAHint() {
        boolean worth =
                !hinted && policy().concurrency() == 1 && !isSingleUse() && workers.size() >= maxWorkers() && isReady();
        hinted |= worth;
        return worth;
    }

    boolean isSingleUse() {
        return policy().singleUse();
    }

    private Policy policy() {
        return given != null ? given : version == null ? Policy.ONE_WORKER : version.scaling();
    }

    /**
     * @param replaced how many workers of the version that serves until this one does have requests, at least one: as many
     *     are wanted here even if nobody waits. 0 when nothing is replaced
     * @param finishing workers of this version that leave and have requests
     */
    Decision decide(int waiting, int replaced, int finishing, Instant now) {
        int least = Math.max(replaced, succeeding ? 1 : 0);
        return Autoscaler.decide(observe(waiting, finishing), policy().keepingAtLeast(least), now);
    }

    private Observation observe(int waiting, int finishing) {
        PoolCounts counts = counts();
        List<Instant> idle =
                workers.stream().filter(Worker::isIdle).map(VersionPool::since).toList();
        return new Observation(counts.starting(), counts.ready(), finishing, counts.leases(), waiting, idle, traffic);
    }

    PoolCounts counts() {
        PoolCounts counts = PoolCounts.NONE;
        for (Worker worker : workers) {
            counts = counts.plus(worker.state());
        }
        return counts;
    }

    private static Instant since(Worker worker) {
        return worker.state() instanceof Ready ready ? ready.changedAt() : Instant.MIN;
    }

    // What is seen of requests -----------------------------------------------------------------------------------

    void onWaiting(int waiting, Instant now) {
        traffic = traffic.onWaiting(waiting + leases(), now);
    }

    void onGranted(Instant now) {
        traffic = traffic.onGranted(leases(), now);
    }

    void onEnded(Duration took, Instant now) {
        traffic = traffic.onEnded(took, now);
    }

    void onReady(Duration took) {
        traffic = traffic.onReady(took);
    }

    /** From time to time. */
    void onLook(int waiting, Instant now) {
        traffic = traffic.onLook(counts().starting(), waiting + leases(), policy(), now);
    }

    private int leases() {
        int leases = 0;
        for (int i = 0; i < workers.size(); i++) {
            leases += workers.get(i).state().leases();
        }
        return leases;
    }
}
