package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jboss.logging.Logger;

import dev.webendpoints.scaling.Policy;

/**
 * One function: who waits for it, and the versions that serve it.
 *
 * <p>Calls and events change the state; {@link Upkeep#settle} then does all that follows from it. The rules:
 *
 * <ul>
 *   <li>The version that was asked for last is the target. While it has no ready worker, the version that has one keeps
 *       serving as the previous one, and is not scaled down.
 *   <li>A request for a version that was replaced is served by whatever serves now: its sender saw an old route.
 * </ul>
 */
final class FunctionGroup {

    private static final Logger LOG = Logger.getLogger(FunctionGroup.class);

    final String functionId;
    final String arguments;

    private final InstantSource clock;

    private final Turns turns = new Turns();
    private final Lineup lineup = new Lineup();
    private final Admission admission;
    private final Upkeep upkeep;
    private final Readmission readmission;
    private LeaseRefusal closed;
    private boolean vacated;

    /** Takes those who come when this group is given up. */
    interface Readmission {

        void readmit(FunctionGroup vacated, FunctionKey key, Waiter waiter);
    }

    /** @param any version of the function, with the values that this group is for */
    FunctionGroup(
            FunctionKey any,
            FunctionVersions versions,
            WorkerRuntime runtime,
            HeldPorts ports,
            Capacity capacity,
            WorkersConfig config,
            InstantSource clock,
            Readmission readmission) {
        this.functionId = any.functionId();
        this.arguments = any.arguments();
        this.readmission = readmission;
        this.clock = clock;
        this.upkeep = new Upkeep(any, versions, runtime, ports, capacity, config, clock, turns, lineup);
        this.admission = upkeep.admission();
    }

    // What callers ask -----------------------------------------------------------------------------------------

    /** @return gives up waiting */
    Runnable lease(FunctionKey key, Waiter waiter) {
        turns.take(() -> admit(key, waiter, clock.instant()));
        return () -> {
            if (waiter.giveUp()) {
                turns.take(() -> admission.remove(waiter));
            }
        };
    }

    /** How many workers this version shall have from now on, whatever its code says; also with nobody asking. */
    void scale(FunctionKey key, Policy policy) {
        turns.take(() -> {
            if (closed == null) {
                lineup.onPublished(key, clock.instant());
                lineup.target().toScaledBy(policy);
                upkeep.settle(clock.instant());
            }
        });
    }

    /** As its code says, again. */
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
     * Gives the group up if nobody waits and no worker is there.
     *
     * @return whether it did; whoever comes after it is admitted elsewhere
     */
    boolean vacate() {
        return turns.read(() -> {
            vacated |= closed == null && admission.isEmpty() && lineup.isEmpty();
            return vacated;
        });
    }

    /** Admits no more, lets what runs finish within what {@code patience} gives each worker, and stops all. */
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

    /** The workers that it can do without, and since when they have had nothing to do. */
    Map<String, Instant> dispensable() {
        return turns.read(() ->
                admission.isEmpty() && lineup.target() != null ? lineup.target().dispensable() : Map.of());
    }

    /** How many workers are about to be gone, and have nothing to finish. */
    int ending() {
        return turns.read(lineup::ending);
    }

    /** Ends a worker that still has nothing to do. */
    void dispense(String workerId) {
        turns.take(() -> lineup.find(workerId).filter(Worker::isIdle).ifPresent(worker -> {
            LOG.infof("an idle worker makes room: function=%s worker=%s", functionId, workerId);
            lineup.leave(worker, clock.instant());
            upkeep.settle(clock.instant());
        }));
    }

    /** Has the least useful worker of the previous version leave, if the target waits for its place. */
    void giveWay() {
        turns.take(() -> {
            Instant now = clock.instant();
            lineup.leastUsefulOfPrevious().ifPresent(worker -> {
                LOG.infof("the old version makes room for the new one: function=%s worker=%s", functionId, worker.id);
                lineup.leave(worker, now.plus(worker.version.timeout()));
                upkeep.settle(now);
            });
        });
    }

    void end(String workerId, boolean graceful) {
        turns.take(() -> lineup.find(workerId).ifPresent(worker -> {
            Instant now = clock.instant();
            LOG.infof("worker is ended: function=%s worker=%s graceful=%s", functionId, workerId, graceful);
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

    private void admit(FunctionKey key, Waiter waiter, Instant now) {
        if (vacated) {
            turns.afterwards(() -> readmission.readmit(this, key, waiter));
            return;
        }
        if (closed != null) {
            admission.refuse(waiter, closed);
            return;
        }
        lineup.onAskedFor(key, now);
        Retry retry = lineup.target().retry();
        if (retry.isHolding(now) && !lineup.offers(waiter.method)) {
            admission.refuse(waiter, retry.refusalAt(now));
        } else if (admission.grantAtOnce(waiter, now)) {
            upkeep.settleIfSwitching(now);
        } else if (admission.queue(waiter, now)) {
            upkeep.settle(now);
        }
    }
}
