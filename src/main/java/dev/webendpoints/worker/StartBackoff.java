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
 */
record StartBackoff(int failures, Instant until, LeaseRefusal refusal) {

    static final StartBackoff NOT_NEEDED = new StartBackoff(0, Instant.MIN, null);

    /** Counts only the first failure of workers that were started together. */
    StartBackoff onFailed(LeaseRefusal why, Instant now) {
        if (isHolding(now)) {
            return new StartBackoff(failures, until, why);
        }
        return new StartBackoff(failures + 1, now.plus(ExponentialBackoff.after(failures + 1)), why);
    }

    boolean isHolding(Instant now) {
        return now.isBefore(until);
    }

    /** Returns the last failure, with the time from {@code now} until the next attempt as its {@code retryAfter}. */
    LeaseRefusal refusalAt(Instant now) {
        return RefusalMessages.retryAfter(refusal, Duration.between(now, until));
    }
}
