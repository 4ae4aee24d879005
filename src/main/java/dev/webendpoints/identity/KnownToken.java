package dev.webendpoints.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * What signing in needs of an API token.
 *
 * @param previous the secret before the last rotation, which opens it until {@code previousUntil}
 * @param expiresAt the first moment at which it opens nothing any more; {@link Instant#MAX} for never
 */
record KnownToken(Caller caller, SecretHash secret, SecretHash previous, Instant previousUntil, Instant expiresAt) {

    /** Compared with when there is no such token, so that an unknown id takes as long as a wrong secret. */
    private static final SecretHash OF_NOBODY = SecretHash.OF_NOBODY;

    /** As {@link #opensUntil} of a token that there is not. */
    static Optional<Instant> opensNothing(String secret) {
        OF_NOBODY.matches(secret);
        OF_NOBODY.matches(secret);
        return Optional.empty();
    }

    boolean isLiveAt(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** Until when this secret opens the token; empty if it does not now. Takes as long for a wrong secret as for a right one. */
    Optional<Instant> opensUntil(String given, Instant now) {
        boolean current = secret.matches(given);
        boolean before = previous.matches(given) & now.isBefore(previousUntil);
        if (!isLiveAt(now) || !current && !before) {
            return Optional.empty();
        }
        return Optional.of(current || expiresAt.isBefore(previousUntil) ? expiresAt : previousUntil);
    }
}
