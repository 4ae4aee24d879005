package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;

import dev.webendpoints.scaling.Backoff;

/**
 * What failed starts of one version mean for the next callers: until {@code until} they hear {@code refusal} at once.
 *
 * @param failures in a row
 */
record Retry(int failures, Instant until, LeaseRefusal refusal) {

    static final Retry NOT_NEEDED = new Retry(0, Instant.MIN, null);

    /** Of workers that were started together, only the first failure is another one in the row. */
    Retry onFailed(LeaseRefusal why, Instant now) {
        if (isHolding(now)) {
            return new Retry(failures, until, why);
        }
        return new Retry(failures + 1, now.plus(Backoff.after(failures + 1)), why);
    }

    boolean isHolding(Instant now) {
        return now.isBefore(until);
    }

    /** The last failure, and how long from now it stands. */
    LeaseRefusal refusalAt(Instant now) {
        return Refusals.retryAfter(refusal, Duration.between(now, until));
    }
}
