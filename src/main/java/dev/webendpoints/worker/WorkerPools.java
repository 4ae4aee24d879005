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

import dev.webendpoints.scaling.Policy;

/**
 * The pools of this server, in one group for each function. {@link #open} is how a server gets them; no method blocks.
 */
public final class WorkerPools implements Pools, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WorkerPools.class);

    /** How late an idle worker, an overdue start or a drain past its deadline may be noticed. */
    static final Duration TICK = Duration.ofMillis(250);

    private final FunctionVersions versions;
    private final WorkerRuntime runtime;
    private final WorkersConfig config;
    private final InstantSource clock;
    private final HeldPorts ports = new HeldPorts();
    private final Capacity capacity;
    private final Evictions evictions;
    private final Map<String, FunctionGroup> groups = new ConcurrentHashMap<>();
    private final Set<FunctionGroup> retired = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(WorkerPools::tickThread);
    private volatile boolean stopping;

    /** Without anything that calls {@link #tick}. */
    WorkerPools(FunctionVersions versions, WorkerRuntime runtime, WorkersConfig config, InstantSource clock) {
        this.versions = versions;
        this.runtime = runtime;
        this.config = config;
        this.capacity = Capacity.of(config);
        this.evictions = new Evictions(capacity);
        this.clock = clock;
    }

    public static WorkerPools open(FunctionVersions versions, WorkerRuntime runtime, WorkersConfig config) {
        WorkerPools pools = new WorkerPools(versions, runtime, config, new MonotonicTime());
        pools.ticker.scheduleWithFixedDelay(pools::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        return pools;
    }

    @Override
    public Runnable lease(FunctionKey key, String method, LeaseWaiter listener) {
        Waiter waiter = new Waiter(method, listener);
        FunctionGroup group = groupOf(key);
        if (group == null) {
            waiter.tell(Refusals.tooManyArguments(config.argumentsLimit()));
            return () -> {};
        }
        if (stopping) {
            waiter.tell(Refusals.shuttingDown());
            return () -> {};
        }
        return group.lease(key, waiter);
    }

    /**
     * A version was published. Starts it when another version of the function has a ready worker, which serves until the
     * new one is ready; otherwise the first request starts it. Also the way back to an earlier version.
     */
    public void switchTo(FunctionKey key) {
        groupsOf(key.functionId()).forEach(group -> group.switchTo(key.with(group.arguments)));
    }

    /**
     * How many workers a served version shall have, whatever its code says. From now on they are there without a request, as
     * far as the policy keeps any.
     */
    public void scale(FunctionKey key, Policy policy) {
        FunctionGroup group = groupOf(key);
        if (!stopping && group != null) {
            group.scale(key, policy);
        }
    }

    /** What {@link #scale} said of a function does not hold any more. */
    public void scaleAsDeployed(String functionId) {
        groupsOf(functionId).forEach(FunctionGroup::scaleAsDeployed);
    }

    /** The function is gone: refuses whoever waits, lets requests finish within their timeout, stops its workers. */
    public void retire(String functionId) {
        for (FunctionGroup group : groupsOf(functionId)) {
            retired.add(group);
            groups.values().remove(group);
            group.close(Refusals.gone(), FunctionVersion::timeout).thenRun(() -> retired.remove(group));
        }
    }

    /**
     * Refuses new and waiting requests, gives those that run {@code grace}, then stops every worker, which takes at most
     * {@link WorkersConfig#exitGrace} longer.
     *
     * @return done when no worker is left
     */
    public CompletionStage<Void> stop(Duration grace) {
        stopping = true;
        return CompletableFuture.allOf(allGroups()
                .map(group ->
                        group.close(Refusals.shuttingDown(), version -> grace).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Stops noticing time. Call it when {@link #stop} is done. */
    @Override
    public void close() {
        ticker.shutdownNow();
    }

    /** Of all functions, those too whose function is gone. */
    public List<RunningWorker> running() {
        return allGroups().flatMap(group -> group.running().stream()).toList();
    }

    /**
     * Ends one worker, after the requests that it has when {@code graceful}; whoever still needs one gets another. Nothing
     * happens when there is none of this id.
     */
    public void end(String workerId, boolean graceful) {
        allGroups().forEach(group -> group.end(workerId, graceful));
    }

    public PoolCounts counts() {
        return allGroups().map(FunctionGroup::counts).reduce(PoolCounts.NONE, PoolCounts::plus);
    }

    /** The counts of one function, all its versions and the values of its parameters together. */
    public PoolCounts counts(String functionId) {
        return groupsOf(functionId).stream().map(FunctionGroup::counts).reduce(PoolCounts.NONE, PoolCounts::plus);
    }

    void tick() {
        Instant now = clock.instant();
        survive(() -> evictions.onTick(
                groups, allGroups().mapToInt(FunctionGroup::ending).sum(), now));
        allGroups().forEach(group -> survive(() -> group.onTick(now)));
    }

    /** One that fails keeps no other from following the time, nor the next tick from coming. */
    private static void survive(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("a pool could not follow the time", e);
        }
    }

    /** A group that is in the map before {@code stopping} is read is either refused here or found by {@link #stop}. */
    private FunctionGroup groupOf(FunctionKey key) {
        FunctionGroup group = groups.get(key.group());
        if (group == null && !key.arguments().isEmpty() && !makeRoom(key.functionId())) {
            return null;
        }
        return group != null
                ? group
                : groups.computeIfAbsent(
                        key.group(),
                        id -> new FunctionGroup(key, versions, runtime, ports, capacity, config, clock, this::readmit));
    }

    /** Values of parameters come from callers, so what is kept for each combination must not grow without end. */
    private boolean makeRoom(String functionId) {
        List<FunctionGroup> present = groupsOf(functionId);
        if (present.size() < config.argumentsLimit()) {
            return true;
        }
        Optional<FunctionGroup> idle =
                present.stream().filter(FunctionGroup::vacate).findFirst();
        idle.ifPresent(groups.values()::remove);
        return idle.isPresent();
    }

    /** Who came to a group in the moment when it was given up. */
    private void readmit(FunctionGroup vacated, FunctionKey key, Waiter waiter) {
        groups.remove(key.group(), vacated);
        FunctionGroup group = groupOf(key);
        if (group == null) {
            waiter.tell(Refusals.tooManyArguments(config.argumentsLimit()));
        } else {
            group.lease(key, waiter);
        }
    }

    private List<FunctionGroup> groupsOf(String functionId) {
        return groups.values().stream()
                .filter(group -> group.functionId.equals(functionId))
                .toList();
    }

    private Stream<FunctionGroup> allGroups() {
        return Stream.concat(groups.values().stream(), retired.stream());
    }

    private static Thread tickThread(Runnable task) {
        Thread thread = new Thread(task, "worker-pools");
        thread.setDaemon(true);
        return thread;
    }
}
