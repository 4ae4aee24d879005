package dev.webendpoints.scaling;

import java.time.Instant;

/**
 * Decides how many workers a pool should start or stop.
 *
 * <p>Starts workers when the pool is below the policy's minimum or buffer, or when there is a {@link ScaleUp}. Stops
 * workers that were idle for the scale-down window, those that the peak of that window did not need, and those above a
 * lowered maximum. A shortage never requests more workers than the peak needs, so a worker is not stopped immediately
 * after its start.
 */
public final class Autoscaler {

    private Autoscaler() {}

    public static ScalingDecision decide(PoolObservation seen, ScalingPolicy policy, Instant now) {
        int wanted = wanted(seen, policy, now);
        if (wanted > seen.present()) {
            int room = policy.maxWorkers() - seen.present() - seen.finishing();
            return room <= 0 ? ScalingDecision.KEEP : new ScalingDecision(Math.min(wanted - seen.present(), room), 0);
        }
        int excess = Math.max(seen.present() - policy.maxWorkers(), surplus(seen, policy, now));
        int stop = Math.max(excess, idleTooLong(seen, policy, now, wanted));
        return stop == 0 ? ScalingDecision.KEEP : new ScalingDecision(0, stop);
    }

    private static int wanted(PoolObservation seen, ScalingPolicy policy, Instant now) {
        int needed = new ScaleUp(seen, policy, now).workers();
        int buffer = buffer(seen, policy, now);
        if (buffer > 0) {
            int forSomebody = seen.waiting() > 0 ? 1 : 0;
            needed = buffer + Math.max(needed, Math.max(forSomebody, busy(seen.leases(), policy)));
        }
        return bounded(needed, policy);
    }

    /** Keeps {@code wanted} and the load. The buffer stays above the peak, so that it does not follow each request. */
    private static int idleTooLong(PoolObservation seen, ScalingPolicy policy, Instant now, int wanted) {
        int buffer = buffer(seen, policy, now);
        int load = buffer == 0 ? seen.leases() : Math.max(seen.leases(), peak(seen));
        int kept = Math.max(wanted, bounded(busy(load, policy) + buffer, policy));
        Instant latest = now.minus(policy.scaledownWindow());
        int idle = (int) seen.idleSince().stream()
                .filter(since -> !since.isAfter(latest))
                .count();
        return Math.max(0, Math.min(seen.present() - kept, idle));
    }

    /** Finds surplus workers when a load that fewer could serve keeps all of them from being idle. */
    private static int surplus(PoolObservation seen, ScalingPolicy policy, Instant now) {
        if (seen.starting() > 0
                || seen.waiting() > 0
                || !seen.traffic().demand().hasHistory()) {
            return 0;
        }
        int load = Math.max(seen.leases(), peak(seen));
        return Math.max(0, seen.ready() - bounded(busy(load, policy) + buffer(seen, policy, now), policy));
    }

    private static int peak(PoolObservation seen) {
        return Math.max(seen.traffic().most(), seen.traffic().demand().recentPeak());
    }

    /** The buffer is kept only while the function is in use. */
    private static int buffer(PoolObservation seen, ScalingPolicy policy, Instant now) {
        boolean active = seen.leases() + seen.waiting() > 0 || seen.traffic().isActive(policy.scaledownWindow(), now);
        return active ? policy.bufferWorkers() : 0;
    }

    private static int busy(int requests, ScalingPolicy policy) {
        return (requests + policy.target() - 1) / policy.target();
    }

    private static int bounded(int workers, ScalingPolicy policy) {
        return Math.max(policy.minWorkers(), Math.min(policy.maxWorkers(), workers));
    }
}
