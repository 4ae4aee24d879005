package dev.webendpoints.scaling;

import java.time.Instant;

/**
 * How many workers a pool should have.
 *
 * <p>More are started when the policy's minimum or buffer is not there, or when there is a {@link Shortage}. Fewer are kept
 * when workers were idle for the scale-down window, when the busiest moment of that time needed fewer, or when the maximum
 * has become less. What starts a worker never asks for more than the busiest moment needs, so nothing that was started is
 * stopped at once again.
 */
public final class Autoscaler {

    private Autoscaler() {}

    public static Decision decide(Observation seen, Policy policy, Instant now) {
        int wanted = wanted(seen, policy, now);
        if (wanted > seen.present()) {
            int room = policy.maxWorkers() - seen.present() - seen.finishing();
            return room <= 0 ? Decision.KEEP : new Decision(Math.min(wanted - seen.present(), room), 0);
        }
        int excess = Math.max(seen.present() - policy.maxWorkers(), surplus(seen, policy, now));
        int stop = Math.max(excess, idleTooLong(seen, policy, now, wanted));
        return stop == 0 ? Decision.KEEP : new Decision(0, stop);
    }

    private static int wanted(Observation seen, Policy policy, Instant now) {
        int buffered = buffer(seen, policy, now) == 0 ? 0 : busy(seen.leases(), policy) + policy.bufferWorkers();
        return bounded(Math.max(buffered, new Shortage(seen, policy, now).workers()), policy);
    }

    /** Beyond {@code wanted} and what runs; the buffer stays beyond the busiest moment, or it would come and go with each. */
    private static int idleTooLong(Observation seen, Policy policy, Instant now, int wanted) {
        int buffer = buffer(seen, policy, now);
        int load = buffer == 0 ? seen.leases() : Math.max(seen.leases(), peak(seen));
        int kept = Math.max(wanted, bounded(busy(load, policy) + buffer, policy));
        Instant latest = now.minus(policy.scaledownWindow());
        int idle = (int) seen.idleSince().stream()
                .filter(since -> !since.isAfter(latest))
                .count();
        return Math.max(0, Math.min(seen.present() - kept, idle));
    }

    /** Workers that share a load which fewer could carry are none of them idle, so that has to be seen otherwise. */
    private static int surplus(Observation seen, Policy policy, Instant now) {
        if (seen.starting() > 0
                || seen.waiting() > 0
                || !seen.traffic().demand().hasHistory()) {
            return 0;
        }
        int load = Math.max(seen.leases(), peak(seen));
        return Math.max(0, seen.ready() - bounded(busy(load, policy) + buffer(seen, policy, now), policy));
    }

    private static int peak(Observation seen) {
        return Math.max(seen.traffic().most(), seen.traffic().demand().recentPeak());
    }

    /** Only while the function is in use. */
    private static int buffer(Observation seen, Policy policy, Instant now) {
        boolean active = seen.leases() + seen.waiting() > 0 || seen.traffic().isActive(policy.scaledownWindow(), now);
        return active ? policy.bufferWorkers() : 0;
    }

    private static int busy(int requests, Policy policy) {
        return (requests + policy.target() - 1) / policy.target();
    }

    private static int bounded(int workers, Policy policy) {
        return Math.max(policy.minWorkers(), Math.min(policy.maxWorkers(), workers));
    }
}
