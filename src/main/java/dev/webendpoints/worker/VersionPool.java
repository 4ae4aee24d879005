package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.scaling.Autoscaler;
import dev.webendpoints.scaling.PoolObservation;
import dev.webendpoints.scaling.ScalingDecision;
import dev.webendpoints.scaling.ScalingPolicy;
import dev.webendpoints.scaling.TrafficStatistics;
import dev.webendpoints.worker.WorkerState.Ready;
import dev.webendpoints.worker.WorkerState.Starting;

/** The starting and serving workers of one function version, without those that leave. Guarded by the group's lock. */
final class VersionPool {

    /** Order of stopping: the longest idle, then those that are not ready yet, then those with the fewest requests. */
    private static final Comparator<Worker> LEAST_USEFUL = Comparator.<Worker>comparingInt(
                    worker -> worker.isIdle() ? 0 : worker.state() instanceof Starting ? 1 : 2)
            .thenComparingInt(worker -> worker.state().leases())
            .thenComparing(VersionPool::since);

    private static final Duration EXPLAINED_EVERY = Duration.ofMinutes(1);

    final FunctionKey key;
    final StartAttempts starts = new StartAttempts();
    private final List<Worker> workers = new ArrayList<>();
    private FunctionVersion version;
    private ScalingPolicy given;
    private TrafficStatistics traffic = TrafficStatistics.UNKNOWN;
    private boolean hinted;
    private Instant explainedAt = Instant.MIN;

    VersionPool(FunctionKey key) {
        this.key = key;
    }

    /** Null until looked up, and again when the pool has no worker, so that the next start reads current secrets. */
    FunctionVersion version() {
        return version;
    }

    boolean needsLookup(Instant now) {
        return version == null && starts.mayLookUp(now);
    }

    void onLookedUp(FunctionVersion found) {
        starts.onLookedUp();
        version = found;
    }

    // Workers ----------------------------------------------------------------------------------------------------

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

    /** Null if no worker has room. A loop rather than a stream, as every request runs it. */
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

    /** Returns the idle workers above the minimum that an override keeps, with the time since when each is idle. */
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

    // Scaling ----------------------------------------------------------------------------------------------------

    /** @param policy overrides the version's own; null restores that */
    void toScaledBy(ScalingPolicy policy) {
        given = policy;
    }

    /** Returns whether an override keeps workers even without requests. */
    boolean isKept() {
        return given != null && given.minWorkers() > 0;
    }

    int maxWorkers() {
        return policy().maxWorkers();
    }

    /** Returns whether the policy allows no more workers, each takes one request at a time, and no hint was given. */
    boolean isWorthAHint() {
        return !hinted && policy().concurrency() == 1 && !isSingleUse() && workers.size() >= maxWorkers() && isReady();
    }

    void onHinted() {
        hinted = true;
    }

    /** A line for the log of a worker. */
    record Note(Worker worker, String sentence) {}

    /** Returns why a call by the function's own code waits for ever; nothing if a worker is free or another may start. */
    Optional<Note> explainWait(Instant now) {
        if (workers.size() < maxWorkers() || hasRoom() || now.isBefore(explainedAt.plus(EXPLAINED_EVERY))) {
            return Optional.empty();
        }
        explainedAt = now;
        String sentence = "A call of '" + version.tag() + "' by its own code waits: all " + workers.size()
                + " containers are busy, and max_containers (or webendpoints.scaling.max-containers) allows no more."
                + " Raise max_containers, or let a container run several inputs with @modal.concurrent.";
        return workers.stream().filter(Worker::isServing).findFirst().map(worker -> new Note(worker, sentence));
    }

    boolean isSingleUse() {
        return policy().singleUse();
    }

    private ScalingPolicy policy() {
        return given != null ? given : version == null ? ScalingPolicy.ONE_WORKER : version.scaling();
    }

    /**
     * @param replaced busy workers of the version that this one replaces, at least 1: as many workers are wanted here
     *     even without waiting requests. 0 if no version is replaced
     * @param finishing leaving workers of this version that have requests
     */
    ScalingDecision decide(int waiting, int replaced, int finishing, Instant now) {
        int least = Math.max(replaced, starts.isSucceeding() ? 1 : 0);
        return Autoscaler.decide(observe(waiting, finishing), policy().keepingAtLeast(least), now);
    }

    private PoolObservation observe(int waiting, int finishing) {
        PoolCounts counts = counts();
        List<Instant> idle =
                workers.stream().filter(Worker::isIdle).map(VersionPool::since).toList();
        return new PoolObservation(
                counts.starting(), counts.ready(), finishing, counts.leases(), waiting, idle, traffic);
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

    // Traffic ----------------------------------------------------------------------------------------------------

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

    /** Called on each tick. */
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
