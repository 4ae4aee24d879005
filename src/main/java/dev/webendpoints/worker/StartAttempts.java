package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;

import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.scaling.ExponentialBackoff;

/** The attempts to start workers of one version: when the next one may be made. Guarded by the group's lock. */
final class StartAttempts {

    private boolean lookingUp;
    private boolean succeeding;
    private boolean proven;
    private boolean requested;
    private Instant forgivenAt = Instant.MIN;
    private Backoff backoff = Backoff.NOT_NEEDED;

    /** A request for the function has arrived, whether or not the previous version serves it. */
    void onRequested() {
        requested = true;
    }

    /** Returns whether no worker is to be started yet; longer if no request has arrived since the last failure. */
    boolean areHeld(Instant now) {
        return requested ? backoff.isHolding(now) : backoff.isHoldingUnrequested(now);
    }

    boolean mayLookUp(Instant now) {
        return !lookingUp && !areHeld(now);
    }

    void toLookingUp() {
        lookingUp = true;
    }

    void onLookedUp() {
        lookingUp = false;
    }

    /** The previous version was stopped for this one, which therefore starts even without requests. */
    void toSucceeding() {
        succeeding = true;
    }

    boolean isSucceeding() {
        return succeeding;
    }

    /**
     * Returns whether a failed start does not count. If the version has started before, usually the version is not the
     * cause, so it is retried immediately. Workers requested before that failure are forgiven with it.
     *
     * @param askedForAt when the worker was requested
     */
    boolean isForgivable(Instant askedForAt) {
        return proven || askedForAt.isBefore(forgivenAt);
    }

    /** A failed start was forgiven: the next one of a worker that is requested from now on counts. */
    void forgive(Instant now) {
        if (proven) {
            proven = false;
            forgivenAt = now;
        }
    }

    void onFailed(LeaseRefusal refusal, Instant now) {
        lookingUp = false;
        succeeding = false;
        requested = false;
        backoff = backoff.onFailed(refusal, now);
    }

    void onStarted() {
        succeeding = false;
        proven = true;
        backoff = Backoff.NOT_NEEDED;
    }

    /** Returns whether the last attempt failed. */
    boolean areFailing() {
        return backoff != Backoff.NOT_NEEDED;
    }

    Backoff backoff() {
        return backoff;
    }

    /**
     * Back-off after failed starts of one version: until {@code until}, requests are refused immediately with
     * {@code refusal}.
     *
     * @param failures number of consecutive failures
     * @param untilUnrequested the time from which the version is started without a request, for a version that replaces
     *     another one or that keeps workers
     */
    record Backoff(int failures, Instant until, Instant untilUnrequested, LeaseRefusal refusal) {

        static final Backoff NOT_NEEDED = new Backoff(0, Instant.MIN, Instant.MIN, null);

        /** Counts only the first failure of workers that were started together. */
        Backoff onFailed(LeaseRefusal why, Instant now) {
            if (isHolding(now)) {
                return new Backoff(failures, until, untilUnrequested, why);
            }
            return new Backoff(
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
}
