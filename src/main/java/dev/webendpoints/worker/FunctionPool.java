package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jboss.logging.Logger;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.scaling.ScalingPolicy;

/**
 * One function: its waiting requests, and the versions that serve it.
 *
 * <p>Calls and events change the state; {@link PoolReconciler#reconcile} then applies all consequences. The rules:
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
    private final FunctionKey any;

    private final InstantSource clock;

    private final SerialExecutor executor = new SerialExecutor();
    private final VersionSet versionSet = new VersionSet();
    private final RunningCalls calls;
    private final LeaseAdmission admission;
    private final PoolReconciler reconciler;
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
        this.any = any;
        this.readmission = readmission;
        this.clock = clock;
        this.calls = new RunningCalls(functionId, executor, clock, this::onCallEnded);
        this.admission = new LeaseAdmission(executor, versionSet, config.queueLimit(), calls);
        WorkerLauncher launcher =
                new WorkerLauncher(any.group(), runtime, ports, capacity, config, executor, versionSet, this::eventsOf);
        this.reconciler = new PoolReconciler(
                functionId, versions, config.exitGrace(), clock, executor, versionSet, admission, launcher);
    }

    private void onCallEnded(Worker worker, Instant grantedAt) {
        reconciler.onCallEnded(worker, grantedAt);
    }

    private WorkerEvents eventsOf(Worker worker) {
        return new SerializedEvents(worker, reconciler, calls, executor, clock);
    }

    // Calls ----------------------------------------------------------------------------------------------------

    /** @return cancels the wait */
    Runnable lease(FunctionKey key, QueuedRequest waiter) {
        executor.run(() -> admit(key, waiter, clock.instant()));
        return () -> {
            if (waiter.giveUp()) {
                executor.run(() -> admission.remove(waiter));
            }
        };
    }

    /** Overrides the scaling policy of this version's code. Applies even without requests. */
    void scale(FunctionKey key, ScalingPolicy policy) {
        executor.run(() -> {
            if (closed == null) {
                versionSet.onPublished(key, clock.instant());
                versionSet.target().toScaledBy(policy);
                reconciler.reconcile(clock.instant());
            }
        });
    }

    /** Restores the scaling policy of the version's code. */
    void scaleAsDeployed() {
        executor.run(() -> {
            if (closed == null && versionSet.target() != null) {
                versionSet.target().toScaledBy(null);
                reconciler.reconcile(clock.instant());
            }
        });
    }

    void switchTo(String definitionId) {
        executor.run(() -> {
            if (closed == null) {
                versionSet.onPublished(any.of(definitionId), clock.instant());
                reconciler.reconcile(clock.instant());
            }
        });
    }

    /**
     * Vacates the group if it has neither waiting requests nor workers.
     *
     * @return whether the group is vacated; later requests are readmitted to another group
     */
    boolean vacate() {
        executor.run(() -> {
            if (closed == null && admission.isEmpty() && versionSet.isEmpty()) {
                vacated = true;
            }
        });
        return executor.read(() -> vacated);
    }

    /** Refuses new and waiting requests, lets running ones finish within {@code patience}, then stops all workers. */
    CompletionStage<Void> close(LeaseRefusal refusal, Function<FunctionVersion, Duration> patience) {
        executor.run(() -> {
            Instant now = clock.instant();
            closed = refusal;
            reconciler.toClosing();
            admission.refuseAll(refusal);
            versionSet.clear(now, patience);
            reconciler.reconcile(now);
        });
        return reconciler.gone();
    }

    void onTick(Instant now) {
        executor.run(() -> {
            VersionPool target = versionSet.target();
            if (target != null) {
                target.overdue(now).forEach(worker -> reconciler.toTimedOut(worker, now));
                target.onLook(admission.waiting(), now);
            }
            calls.cancelOverdue(now).forEach(worker -> versionSet.leave(worker, now));
            reconciler.reconcile(now);
        });
    }

    void explainWait() {
        executor.run(() -> {
            VersionPool target = versionSet.target();
            if (target != null && !admission.isEmpty()) {
                target.explainWait(clock.instant())
                        .ifPresent(note -> executor.afterUnlock(
                                () -> note.worker().handle().log(note.sentence())));
            }
        });
    }

    List<RunningWorker> running() {
        Instant now = clock.instant();
        Instant wallClock = Instant.now();
        return executor.read(() -> versionSet.everyone().stream()
                .map(worker -> RunningWorker.of(worker, wallClock.minus(Duration.between(worker.askedForAt, now))))
                .toList());
    }

    /** Returns the idle workers that may be evicted, with the time since when each is idle. */
    Map<String, Instant> dispensable() {
        return executor.read(() -> admission.isEmpty() && versionSet.target() != null
                ? versionSet.target().dispensable()
                : Map.of());
    }

    /** Returns the number of leaving workers that have no request to finish. */
    int ending() {
        return executor.read(versionSet::ending);
    }

    /** Stops a worker if it is still idle. */
    void evictIdle(String workerId) {
        executor.run(() -> versionSet.find(workerId).filter(Worker::isIdle).ifPresent(worker -> {
            LOG.infof("Idle worker evicted: function=%s worker=%s", functionId, workerId);
            versionSet.leave(worker, clock.instant());
            reconciler.reconcile(clock.instant());
        }));
    }

    /** Drains the least useful worker of the previous version if the target has no worker and waits for capacity. */
    void yieldToSuccessor() {
        executor.run(() -> {
            Instant now = clock.instant();
            versionSet.leastUsefulOfPrevious().ifPresent(worker -> {
                LOG.infof("Previous version's worker yields its place: function=%s worker=%s", functionId, worker.id);
                versionSet.leave(worker, now.plus(worker.version.timeout()));
                reconciler.reconcile(now);
            });
        });
    }

    void end(String workerId, boolean graceful) {
        executor.run(() -> versionSet.find(workerId).ifPresent(worker -> {
            Instant now = clock.instant();
            LOG.infof("Worker stop requested: function=%s worker=%s graceful=%s", functionId, workerId, graceful);
            if (graceful) {
                versionSet.leave(worker, now.plus(worker.version.timeout()));
            } else {
                worker.toCut(now);
                versionSet.leave(worker, now);
            }
            reconciler.reconcile(now);
        }));
    }

    PoolCounts counts() {
        return executor.read(() -> versionSet.counts().plus(new PoolCounts(0, 0, 0, 0, admission.waiting())));
    }

    private void admit(FunctionKey key, QueuedRequest waiter, Instant now) {
        if (vacated) {
            executor.afterUnlock(() -> readmission.readmit(this, key, waiter));
            return;
        }
        if (closed != null) {
            admission.refuse(waiter, closed);
            return;
        }
        versionSet.onAskedFor(key, now);
        versionSet.target().starts.onRequested();
        StartAttempts.Backoff backoff = versionSet.target().starts.backoff();
        if (backoff.isHolding(now) && !versionSet.offers(waiter.method)) {
            admission.refuse(waiter, backoff.refusalAt(now));
        } else if (admission.grantAtOnce(waiter, now)) {
            reconciler.settleIfSwitching(now);
        } else if (admission.queue(waiter, now)) {
            reconciler.reconcile(now);
        }
    }
}
