package dev.webendpoints.identity;

import java.time.Duration;

/** A credential was not accepted, and its address has failed to sign in too often lately. Costs no stack trace. */
public final class TooManyFailures extends RuntimeException {

    private final Duration retryAfter;

    TooManyFailures(Duration retryAfter) {
        super(
                "Too many sign-ins have failed from this address; try again in " + retryAfter.toSeconds() + " s.",
                null,
                false,
                false);
        this.retryAfter = retryAfter;
    }

    /** Whole seconds, at least one. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
