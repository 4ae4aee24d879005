package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;

import dev.webendpoints.scaling.Backoff;

/**
 * Back-off after failed starts of one version: until {@code until}, requests are refused immediately with
 * {@code refusal}.
 *
 * @param failures number of consecutive failures
 */
record Retry(int failures, Instant until, LeaseRefusal refusal) {

    static final Retry NOT_NEEDED = new Retry(0, Instant.MIN, null);

    /** Counts only the first failure of workers that were started together. */
    Retry onFailed(LeaseRefusal why, Instant now) {
        if (isHolding(now)) {
            return new Retry(failures, until, why);
        }
        return new Retry(failures + 1, now.plus(Backoff.after(failures + 1)), why);
    }

    boolean isHolding(Instant now) {
        return now.isBefore(until);
    }

    /** Returns the last failure, with the time from {@code now} until the next attempt as its {@code retryAfter}. */
    LeaseRefusal refusalAt(Instant now) {
        return Refusals.retryAfter(refusal, Duration.between(now, until));
    }
}
