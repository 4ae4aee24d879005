package dev.webendpoints.identity;

import java.time.Instant;

/**
 * What signing in needs of an API token.
 *
 * @param previous the secret before the last rotation, which opens it until {@code previousUntil}
 * @param expiresAt the first moment at which it opens nothing any more; {@link Instant#MAX} for never
 */
record KnownToken(Caller caller, SecretHash secret, SecretHash previous, Instant previousUntil, Instant expiresAt) {

    /** As {@link #opens} of a token that there is not: null, after as long. */
    static Caller opensNothing(String secret) {
        SecretHash.OF_NOBODY.matches(secret);
        SecretHash.OF_NOBODY.matches(secret);
        return null;
    }

    boolean isLiveAt(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** Takes as long for a wrong secret as for a right one. */
    boolean opens(String given, Instant now) {
        boolean current = secret.matches(given);
        boolean before = previous.matches(given) & now.isBefore(previousUntil);
        return isLiveAt(now) & (current | before);
    }
}
