package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;

import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.scaling.ExponentialBackoff;

/**
 * Back-off after failed starts of one version: until {@code until}, requests are refused immediately with
 * {@code refusal}.
 *
 * @param failures number of consecutive failures
 * @param untilUnrequested the time from which the version is started without a request, for a version that replaces
 *     another one or that keeps workers
 */
record StartBackoff(int failures, Instant until, Instant untilUnrequested, LeaseRefusal refusal) {

    static final StartBackoff NOT_NEEDED = new StartBackoff(0, Instant.MIN, Instant.MIN, null);

    /** Counts only the first failure of workers that were started together. */
    StartBackoff onFailed(LeaseRefusal why, Instant now) {
        if (isHolding(now)) {
            return new StartBackoff(failures, until, untilUnrequested, why);
        }
        return new StartBackoff(
                failures + 1,
                now.plus(ExponentialBackoff.after(failures + 1)),
                now.plus(ExponentialBackoff.unrequestedAfter(failures + 1)),
                why);
    }

    boolean isHolding(Instant now) {
        return now.isBefore(until);
    }

    boolean isHoldingUnrequested(Instant now) {
        return now.isBefore(untilUnrequested);
    }

    /** Returns the last failure, with the time from {@code now} until the next attempt as its {@code retryAfter}. */
    LeaseRefusal refusalAt(Instant now) {
        return RefusalMessages.retryAfter(refusal, Duration.between(now, until));
    }
}
