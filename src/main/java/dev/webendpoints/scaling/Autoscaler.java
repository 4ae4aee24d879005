package dev.webendpoints.scaling;

import java.time.Instant;

/** How many workers a pool should have: enough for what runs and waits, within the policy's bounds. */
public final class Autoscaler {

    private Autoscaler() {}

    public static Decision decide(Observation seen, Policy policy, Instant now) {
        int present = seen.starting() + seen.ready();
        int wanted = wanted(seen, policy);
        if (wanted > present) {
            return new Decision(wanted - present, 0);
        }
        int stop = Math.min(present - wanted, idleTooLong(seen, policy, now));
        return stop == 0 ? Decision.KEEP : new Decision(0, stop);
    }

    private static int wanted(Observation seen, Policy policy) {
        int demand = seen.leases() + seen.waiting();
        int workers = (demand + policy.concurrency() - 1) / policy.concurrency();
        return Math.max(policy.minWorkers(), Math.min(policy.maxWorkers(), workers));
    }

    private static int idleTooLong(Observation seen, Policy policy, Instant now) {
        Instant latest = now.minus(policy.scaledownWindow());
        return (int) seen.idleSince().stream()
                .filter(since -> !since.isAfter(latest))
                .count();
    }
}
