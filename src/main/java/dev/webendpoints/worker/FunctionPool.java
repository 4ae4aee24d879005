package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jboss.logging.Logger;

import dev.webendpoints.scaling.ScalingPolicy;

/**
 * One function: its waiting requests, and the versions that serve it.
 *
 * <p>Calls and events change the state; {@link PoolReconciler#settle} then applies all consequences. The rules:
 *
 * <ul>
 *   <li>The version that was requested last is the target. While the target has no ready worker, the version that has
 *       one keeps serving as the previous version, and is not scaled down.
 *   <li>A request for a replaced version is served by the current one: its sender used a stale route.
 * </ul>
 */
final class FunctionPool {

    private static final Logger LOG = Logger.getLogger(FunctionPool.class);

    final String functionId;
    final String arguments;

    private final InstantSource clock;

    private final SerialExecutor turns = new SerialExecutor();
    private final VersionSet lineup = new VersionSet();
    private final LeaseAdmission admission;
    private final PoolReconciler upkeep;
    private final Readmission readmission;
    private LeaseRefusal closed;
    private boolean vacated;

    /** Admits the requests that reach a group after it was vacated. */
    interface Readmission {

        void readmit(FunctionPool vacated, FunctionKey key, QueuedRequest waiter);
    }

    /** @param any any version of the function, with the group's parameter values */
    FunctionPool(
            FunctionKey any,
            FunctionVersions versions,
            WorkerRuntime runtime,
            PortReservations ports,
            WorkerCapacity capacity,
            WorkersConfig config,
            InstantSource clock,
            Readmission readmission) {
        this.functionId = any.functionId();
        this.arguments = any.arguments();
        this.readmission = readmission;
        this.clock = clock;
        this.upkeep = new PoolReconciler(any, versions, runtime, ports, capacity, config, clock, turns, lineup);
        this.admission = upkeep.admission();
    }

    // Calls ----------------------------------------------------------------------------------------------------

    /** @return cancels the wait */
    Runnable lease(FunctionKey key, QueuedRequest waiter) {
        turns.take(() -> admit(key, waiter, clock.instant()));
        return () -> {
            if (waiter.giveUp()) {
                turns.take(() -> admission.remove(waiter));
            }
        };
    }

    /** Overrides the scaling policy of this version's code. Applies even without requests. */
    void scale(FunctionKey key, ScalingPolicy policy) {
        turns.take(() -> {
            if (closed == null) {
                lineup.onPublished(key, clock.instant());
                lineup.target().toScaledBy(policy);
                upkeep.settle(clock.instant());
            }
        });
    }

    /** Restores the scaling policy of the version's code. */
    void scaleAsDeployed() {
        turns.take(() -> {
            if (closed == null && lineup.target() != null) {
                lineup.target().toScaledBy(null);
                upkeep.settle(clock.instant());
            }
        });
    }

    void switchTo(FunctionKey key) {
        turns.take(() -> {
            if (closed == null) {
                lineup.onPublished(key, clock.instant());
                upkeep.settle(clock.instant());
            }
        });
    }

    /**
     * Vacates the group if it has neither waiting requests nor workers.
     *
     * @return whether the group is vacated; later requests are readmitted to another group
     */
    boolean vacate() {
        return turns.read(() -> {
            vacated |= closed == null && admission.isEmpty() && lineup.isEmpty();
            return vacated;
        });
    }

    /** Refuses new and waiting requests, lets running ones finish within {@code patience}, then stops all workers. */
    CompletionStage<Void> close(LeaseRefusal refusal, Function<FunctionVersion, Duration> patience) {
        turns.take(() -> {
            Instant now = clock.instant();
            closed = refusal;
            upkeep.toClosing();
            admission.refuseAll(refusal);
            lineup.clear(now, patience);
            upkeep.settle(now);
        });
        return upkeep.gone();
    }

    void onTick(Instant now) {
        turns.take(() -> {
            VersionPool target = lineup.target();
            if (target != null) {
                target.overdue(now).forEach(worker -> upkeep.toTimedOut(worker, now));
                target.onLook(admission.waiting(), now);
            }
            upkeep.settle(now);
        });
    }

    List<RunningWorker> running() {
        Instant now = clock.instant();
        Instant wallClock = Instant.now();
        return turns.read(() -> lineup.everyone().stream()
                .map(worker -> RunningWorker.of(worker, wallClock.minus(Duration.between(worker.askedForAt, now))))
                .toList());
    }

    /** Returns the idle workers that may be evicted, with the time since when each is idle. */
    Map<String, Instant> dispensable() {
        return turns.read(() ->
                admission.isEmpty() && lineup.target() != null ? lineup.target().dispensable() : Map.of());
    }

    /** Returns the number of leaving workers that have no request to finish. */
    int ending() {
        return turns.read(lineup::ending);
    }

    /** Stops a worker if it is still idle. */
    void dispense(String workerId) {
        turns.take(() -> lineup.find(workerId).filter(Worker::isIdle).ifPresent(worker -> {
            LOG.infof("Idle worker evicted: function=%s worker=%s", functionId, workerId);
            lineup.leave(worker, clock.instant());
            upkeep.settle(clock.instant());
        }));
    }

    /** Drains the least useful worker of the previous version if the target has no worker and waits for capacity. */
    void giveWay() {
        turns.take(() -> {
            Instant now = clock.instant();
            lineup.leastUsefulOfPrevious().ifPresent(worker -> {
                LOG.infof("Previous version's worker yields its place: function=%s worker=%s", functionId, worker.id);
                lineup.leave(worker, now.plus(worker.version.timeout()));
                upkeep.settle(now);
            });
        });
    }

    void end(String workerId, boolean graceful) {
        turns.take(() -> lineup.find(workerId).ifPresent(worker -> {
            Instant now = clock.instant();
            LOG.infof("Worker stop requested: function=%s worker=%s graceful=%s", functionId, workerId, graceful);
            if (graceful) {
                lineup.leave(worker, now.plus(worker.version.timeout()));
            } else {
                worker.toCut(now);
                lineup.leave(worker, now);
            }
            upkeep.settle(now);
        }));
    }

    PoolCounts counts() {
        return turns.read(() -> lineup.counts().plus(new PoolCounts(0, 0, 0, 0, admission.waiting())));
    }

    private void admit(FunctionKey key, QueuedRequest waiter, Instant now) {
        if (vacated) {
            turns.afterwards(() -> readmission.readmit(this, key, waiter));
            return;
        }
        if (closed != null) {
            admission.refuse(waiter, closed);
            return;
        }
        lineup.onAskedFor(key, now);
        StartBackoff retry = lineup.target().retry();
        if (retry.isHolding(now) && !lineup.offers(waiter.method)) {
            admission.refuse(waiter, retry.refusalAt(now));
        } else if (admission.grantAtOnce(waiter, now)) {
            upkeep.settleIfSwitching(now);
        } else if (admission.queue(waiter, now)) {
            upkeep.settle(now);
        }
    }
}
