package dev.webendpoints.worker;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

import org.jboss.logging.Logger;

import dev.webendpoints.scaling.ScalingDecision;

/** Scales the workers of one function's target version. Guarded by the group's lock. */
final class WorkerLauncher {

    private static final Logger LOG = Logger.getLogger(WorkerLauncher.class);

    private final String group;
    private final WorkerRuntime runtime;
    private final PortReservations ports;
    private final WorkerCapacity capacity;
    private final WorkersConfig config;
    private final SerialExecutor executor;
    private final VersionSet versionSet;
    private final Function<Worker, WorkerEvents> events;

    /**
     * @param group key of the workers' group
     * @param events creates the listener of a worker's events
     */
    WorkerLauncher(
            String group,
            WorkerRuntime runtime,
            PortReservations ports,
            WorkerCapacity capacity,
            WorkersConfig config,
            SerialExecutor executor,
            VersionSet versionSet,
            Function<Worker, WorkerEvents> events) {
        this.group = group;
        this.runtime = runtime;
        this.ports = ports;
        this.capacity = capacity;
        this.config = config;
        this.executor = executor;
        this.versionSet = versionSet;
        this.events = events;
    }

    /** @param target pool whose version was looked up */
    void scale(VersionPool target, int waiting, Instant now) {
        ScalingDecision decision =
                target.decide(waiting, versionSet.busyInPrevious(), versionSet.finishing(target), now);
        target.leastUseful(decision.stop())
                .forEach(worker -> versionSet.leave(worker, now.plus(worker.version.timeout())));
        if (waiting > 0 && target.isWorthAHint()) {
            target.onHinted();
            LOG.infof(
                    "Requests wait for workers limited to one request each, consider @modal.concurrent:"
                            + " function=%s max_containers=%d",
                    group, target.maxWorkers());
        }
        if (decision.start() > 0 && !target.starts.areHeld(now) && clearPorts(target, now)) {
            for (int i = 0; i < decision.start() && mayStart(target, waiting); i++) {
                start(target, now);
            }
        }
    }

    private boolean mayStart(VersionPool target, int waiting) {
        boolean isNeeded = target.isEmpty() && (waiting > 0 || versionSet.hasPrevious());
        return isNeeded ? capacity.takeFirst(group) : capacity.takeMore();
    }

    /** @return whether no other worker of this function holds a port of the target; drains those that do */
    private boolean clearPorts(VersionPool target, Instant now) {
        FunctionVersion version = target.version();
        if (runtime.separatesPorts(version)) {
            return true;
        }
        if (versionSet.previousHoldsPortOf(version)) {
            LOG.infof("Previous version stops first to free its port: function=%s", group);
            versionSet.dropPrevious(now, former -> config.exitGrace());
            target.starts.toSucceeding();
        }
        List<Worker> holders = versionSet.leavingWithPortOf(version);
        holders.forEach(worker -> worker.toDraining(now.plus(config.exitGrace())));
        return holders.isEmpty();
    }

    private void start(VersionPool pool, Instant now) {
        Worker worker = new Worker(pool, config.exitGrace(), now);
        pool.add(worker);
        WorkerEvents told = events.apply(worker);
        OptionalInt held = runtime.separatesPorts(worker.version) ? OptionalInt.empty() : ports.take(group, worker);
        if (held.isPresent()) {
            executor.afterUnlock(() -> told.onFailed(RefusalMessages.portHeld(held.getAsInt()), List.of()));
            return;
        }
        try {
            worker.startOn(runtime, told);
            LOG.infof("Worker starting: function=%s worker=%s", group, worker.id);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Worker start request failed: function=%s worker=%s", group, worker.id);
            executor.afterUnlock(() -> told.onFailed("the server could not start a worker", List.of()));
        }
    }

    /** The last process of a worker has exited. */
    void onEnded(Worker worker) {
        capacity.giveBack();
        ports.giveBack(worker);
    }
}
