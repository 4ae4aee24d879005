package dev.webendpoints.identity.signin;

import java.time.Duration;

import dev.webendpoints.failure.ResourceExhausted;

/** A credential was rejected, and its address has recently failed to sign in too often. Has no stack trace. */
public final class TooManyFailures extends ResourceExhausted {

    private final Duration retryAfter;

    TooManyFailures(Duration retryAfter) {
        super("Too many sign-ins have failed from this address; try again in " + retryAfter.toSeconds() + " s.", false);
        this.retryAfter = retryAfter;
    }

    /** Returns whole seconds, at least one. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
