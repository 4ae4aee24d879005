package dev.webendpoints.scaling;

import java.time.Duration;
import java.time.Instant;

/** How many workers would end a shortage, if there is one. 0 where nothing is short. */
final class Shortage {

    /** A load that lasts may double the workers in each scale-up window, so that one misjudged moment costs little. */
    private static final int GROWTH = 2;

    private final Observation seen;
    private final Policy policy;
    private final Instant now;

    Shortage(Observation seen, Policy policy, Instant now) {
        this.seen = seen;
        this.policy = policy;
        this.now = now;
    }

    int workers() {
        return Math.max(forQueue(), forLastingLoad());
    }

    /**
     * Panic: those who wait are more than the workers that are there, or are starting, can serve in good time. Then it is
     * not waited for the scale-up window, and as many start as will do it.
     */
    private int forQueue() {
        if (seen.waiting() == 0) {
            return 0;
        }
        if (policy.singleUse()) {
            return seen.leases() + seen.waiting();
        }
        Pace pace = pace();
        if (!pace.isKnown()) {
            return Math.max(1, seen.present());
        }
        double work = seen.waiting() * pace.seconds();
        double places = (double) seen.present() * policy.concurrency();
        if (places > 0 && work <= goodTime() * places) {
            return seen.present();
        }
        double more = Math.min(seen.waiting(), Math.ceil(work / goodTime()));
        return Math.max(1, workersFor(seen.leases() + more));
    }

    /**
     * The time in which a queue should be gone: the scale-up window, or as long as a start takes if that is longer, since a
     * worker that comes when all is done was started for nothing.
     */
    private double goodTime() {
        Pace window = Pace.of(policy.scaleupWindow());
        return Math.max(window.seconds(), seen.traffic().starts().secondsIfKnown());
    }

    /** While somebody waits, every place is taken; that none became free since the last grant says how slow they are. */
    private Pace pace() {
        Pace usual = seen.traffic().requests();
        Instant lastGrant = seen.traffic().lastGrant();
        return seen.leases() == 0 || lastGrant == null ? usual : usual.atLeast(Duration.between(lastGrant, now));
    }

    /** More than the target for a whole scale-up window, and now. */
    private int forLastingLoad() {
        Demand demand = seen.traffic().demand();
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
