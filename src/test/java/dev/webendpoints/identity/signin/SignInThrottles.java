package dev.webendpoints.identity.signin;

import java.time.Duration;
import java.time.InstantSource;

/** The real throttle, with limits that a test chooses. */
public final class SignInThrottles {

    private SignInThrottles() {}

    /** @param maxFailures failures of an address per minute */
    public static SignInThrottle of(int maxFailures) {
        return of(maxFailures, 1, InstantSource.system());
    }

    static SignInThrottle of(int maxFailures, int signatureChecks, InstantSource clock) {
        return new SignInThrottle(new Limits(maxFailures, Duration.ofMinutes(1), 100, signatureChecks), clock);
    }

    private record Limits(int maxFailures, Duration window, int maxAddresses, int signatureChecks)
            implements SignInConfig {}
}
