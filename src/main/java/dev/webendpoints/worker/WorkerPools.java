package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.lease.LeaseWaiter;
import dev.webendpoints.lease.Pools;
import dev.webendpoints.scaling.ScalingPolicy;

/**
 * The pools of this server, in one group for each function. Created by {@link #open}. No method blocks.
 */
public final class WorkerPools implements Pools, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WorkerPools.class);

    /** Maximum delay until an idle worker, an overdue start or a drain past its deadline is detected. */
    static final Duration TICK = Duration.ofMillis(250);

    private final FunctionVersions versions;
    private final WorkerRuntime runtime;
    private final WorkersConfig config;
    private final InstantSource clock;
    private final PortReservations ports = new PortReservations();
    private final WorkerCapacity capacity;
    private final WorkerEviction eviction;
    private final Map<String, FunctionPool> groups = new ConcurrentHashMap<>();
    private final Set<FunctionPool> retired = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(WorkerPools::tickThread);
    private volatile boolean stopping;

    /** Does not schedule {@link #tick}. */
    WorkerPools(FunctionVersions versions, WorkerRuntime runtime, WorkersConfig config, InstantSource clock) {
        this.versions = versions;
        this.runtime = runtime;
        this.config = config;
        this.capacity = WorkerCapacity.of(config);
        this.eviction = new WorkerEviction(capacity);
        this.clock = clock;
    }

    public static WorkerPools open(FunctionVersions versions, WorkerRuntime runtime, WorkersConfig config) {
        WorkerPools pools = new WorkerPools(versions, runtime, config, new MonotonicTime());
        pools.ticker.scheduleWithFixedDelay(pools::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        return pools;
    }

    @Override
    public Runnable lease(FunctionKey key, String method, String callId, LeaseWaiter listener) {
        QueuedRequest waiter = new QueuedRequest(method, callId, listener);
        FunctionPool group = groupOf(key);
        if (group == null) {
            waiter.tell(RefusalMessages.tooManyArguments(config.argumentsLimit()));
            return () -> {};
        }
        if (stopping) {
            waiter.tell(RefusalMessages.shuttingDown());
            return () -> {};
        }
        return group.lease(key, waiter);
    }

    /**
     * Switches to a published version, possibly an earlier one. If another version of the function has a ready worker,
     * the new version starts, and the other one serves until it is ready; otherwise the first request starts the new
     * version.
     */
    public void switchTo(FunctionKey key) {
        groupsOf(key.functionId()).forEach(group -> group.switchTo(key.definitionId()));
    }

    /**
     * Overrides the scaling policy of a served version's code. The workers that the policy keeps start without a
     * request.
     */
    public void scale(FunctionKey key, ScalingPolicy policy) {
        FunctionPool group = groupOf(key);
        if (!stopping && group != null) {
            group.scale(key, policy);
        }
    }

    /** Reverts {@link #scale} for a function. */
    public void scaleAsDeployed(String functionId) {
        groupsOf(functionId).forEach(FunctionPool::scaleAsDeployed);
    }

    @Override
    public void retire(String functionId) {
        for (FunctionPool group : groupsOf(functionId)) {
            retired.add(group);
            groups.values().remove(group);
            group.close(RefusalMessages.gone(), FunctionVersion::timeout).thenRun(() -> retired.remove(group));
        }
    }

    /**
     * Refuses new and waiting requests, gives running ones {@code grace} to finish, then stops every worker, which
     * takes at most {@link WorkersConfig#exitGrace} longer.
     *
     * @return completes when no worker is left
     */
    public CompletionStage<Void> stop(Duration grace) {
        stopping = true;
        return CompletableFuture.allOf(allGroups()
                .map(group -> group.close(RefusalMessages.shuttingDown(), version -> grace)
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Stops the tick. Called after {@link #stop} has completed. */
    @Override
    public void close() {
        ticker.shutdownNow();
    }

    @Override
    public void explainWait(FunctionKey key) {
        FunctionPool group = groups.get(key.group());
        if (group != null) {
            group.explainWait();
        }
    }

    @Override
    public int workers(String functionId) {
        return groupsOf(functionId).stream()
                .mapToInt(group -> group.running().size())
                .sum();
    }

    /** Returns the workers of all functions, including removed ones. */
    public List<RunningWorker> running() {
        return allGroups().flatMap(group -> group.running().stream()).toList();
    }

    /**
     * Ends one worker; if {@code graceful}, after its running requests. A replacement starts if one is needed. Has no
     * effect if no worker has this id.
     */
    public void end(String workerId, boolean graceful) {
        allGroups().forEach(group -> group.end(workerId, graceful));
    }

    public PoolCounts counts() {
        return allGroups().map(FunctionPool::counts).reduce(PoolCounts.NONE, PoolCounts::plus);
    }

    /** Returns the counts of one function, summed over its versions and parameter values. */
    public PoolCounts counts(String functionId) {
        return groupsOf(functionId).stream().map(FunctionPool::counts).reduce(PoolCounts.NONE, PoolCounts::plus);
    }

    void tick() {
        Instant now = clock.instant();
        runQuietly(() -> eviction.onTick(
                groups, allGroups().mapToInt(FunctionPool::ending).sum(), now));
        allGroups().forEach(group -> runQuietly(() -> group.onTick(now)));
    }

    /** Logs a failure, so that it stops neither the other groups' tick nor the next one. */
    private static void runQuietly(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("Pool tick failed", e);
        }
    }

    /** Called before {@code stopping} is read, so that a new group is either refused or found by {@link #stop}. */
    private FunctionPool groupOf(FunctionKey key) {
        FunctionPool group = groups.get(key.group());
        if (group == null && !key.isPlain() && !makeRoom(key.functionId())) {
            return null;
        }
        return group != null
                ? group
                : groups.computeIfAbsent(
                        key.group(),
                        id -> new FunctionPool(key, versions, runtime, ports, capacity, config, clock, this::readmit));
    }

    /** Callers choose the values of parameters and options, so the number of groups for them must be bounded. */
    private boolean makeRoom(String functionId) {
        List<FunctionPool> present = groupsOf(functionId);
        if (present.size() < config.argumentsLimit()) {
            return true;
        }
        Optional<FunctionPool> idle =
                present.stream().filter(FunctionPool::vacate).findFirst();
        idle.ifPresent(groups.values()::remove);
        return idle.isPresent();
    }

    /** Admits a request that reached a group while it was vacated. */
    private void readmit(FunctionPool vacated, FunctionKey key, QueuedRequest waiter) {
        groups.remove(key.group(), vacated);
        FunctionPool group = groupOf(key);
        if (group == null) {
            waiter.tell(RefusalMessages.tooManyArguments(config.argumentsLimit()));
        } else {
            group.lease(key, waiter);
        }
    }

    private List<FunctionPool> groupsOf(String functionId) {
        return groups.values().stream()
                .filter(group -> group.functionId.equals(functionId))
                .toList();
    }

    private Stream<FunctionPool> allGroups() {
        return Stream.concat(groups.values().stream(), retired.stream());
    }

    private static Thread tickThread(Runnable task) {
        Thread thread = new Thread(task, "worker-pools");
        thread.setDaemon(true);
        return thread;
    }
}
