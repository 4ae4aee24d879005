package dev.webendpoints.scaling;

import java.time.Duration;
import java.time.Instant;

/** Computes the number of workers that ends a shortage; 0 without a shortage. */
final class ScaleUp {

    /** A lasting load at most doubles the workers in each scale-up window, which limits the cost of a misjudgment. */
    private static final int GROWTH = 2;

    private final PoolObservation seen;
    private final ScalingPolicy policy;
    private final Instant now;

    ScaleUp(PoolObservation seen, ScalingPolicy policy, Instant now) {
        this.seen = seen;
        this.policy = policy;
        this.now = now;
    }

    int workers() {
        return Math.max(forQueue(), forLastingLoad());
    }

    /**
     * Panic mode: the present and starting workers cannot serve the queue in time. Skips the scale-up window and starts
     * as many workers as the queue needs.
     */
    private int forQueue() {
        if (seen.waiting() == 0) {
            return 0;
        }
        if (policy.singleUse()) {
            return seen.leases() + seen.waiting();
        }
        MeanDuration pace = pace();
        if (!pace.isKnown()) {
            return seen.present() == 0 ? 1 : 0;
        }
        double work = seen.waiting() * pace.seconds();
        double places = (double) seen.present() * policy.concurrency();
        if (places > 0 && work <= goodTime() * places) {
            return 0;
        }
        double more = Math.min(seen.waiting(), Math.ceil(work / goodTime()));
        return Math.max(1, workersFor(seen.leases() + more));
    }

    /**
     * The time in seconds within which the queue should be served: the scale-up window, or the duration of a start if
     * that is longer, since a worker that is ready only after the queue is empty is useless.
     */
    private double goodTime() {
        MeanDuration window = MeanDuration.of(policy.scaleupWindow());
        return Math.max(window.seconds(), seen.traffic().starts().secondsIfKnown());
    }

    /** While requests wait, all workers are busy, so the time since the last grant is a lower bound of the duration. */
    private MeanDuration pace() {
        MeanDuration usual = seen.traffic().requests();
        Instant lastGrant = seen.traffic().lastGrant();
        return seen.leases() == 0 || lastGrant == null ? usual : usual.atLeast(Duration.between(lastGrant, now));
    }

    /** Load above the target during a whole scale-up window, and now. */
    private int forLastingLoad() {
        DemandHistory demand = seen.traffic().demand();
        if (seen.starting() > 0 || !demand.isSteady(policy.scaleupWindow(), now)) {
            return 0;
        }
        int needed = workersFor(Math.min(demand.mean(), seen.leases() + seen.waiting()));
        return needed > seen.present() ? Math.min(needed, Math.max(1, seen.present() * GROWTH)) : 0;
    }

    private int workersFor(double requests) {
        return (int) Math.ceil(requests / policy.target());
    }
}
