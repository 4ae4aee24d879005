package dev.webendpoints.identity;

import java.time.Instant;

/**
 * The properties of an API token that authentication needs.
 *
 * @param previous the secret before the last rotation, valid until {@code previousUntil}
 * @param expiresAt the first instant at which the token is invalid; {@link Instant#MAX} if it does not expire
 */
record KnownToken(Caller caller, SecretHash secret, SecretHash previous, Instant previousUntil, Instant expiresAt) {

    /** Takes the same time as {@link #opens}, for a token that does not exist. Returns null. */
    static Caller opensNothing(String secret) {
        SecretHash.OF_NOBODY.matches(secret);
        SecretHash.OF_NOBODY.matches(secret);
        return null;
    }

    boolean isLiveAt(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** Takes the same time for a wrong secret as for the right one. */
    boolean opens(String given, Instant now) {
        boolean current = secret.matches(given);
        boolean before = previous.matches(given) & now.isBefore(previousUntil);
        return isLiveAt(now) & (current | before);
    }
}
