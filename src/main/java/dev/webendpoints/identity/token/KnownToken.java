package dev.webendpoints.identity.token;

import java.time.Instant;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.SecretHash;

/**
 * The properties of an API token that authentication needs.
 *
 * @param caller with the version of the current secret
 * @param previous the secret before the last rotation, valid until {@code previousUntil}
 * @param expiresAt the first instant at which the token is invalid; {@link Instant#MAX} if it does not expire
 */
public record KnownToken(
        Caller caller, SecretHash secret, SecretHash previous, Instant previousUntil, Instant expiresAt) {

    /** Takes the same time as {@link #opened}, for a token that does not exist. Returns null. */
    public static Caller opensNothing(String secret) {
        SecretHash.OF_NOBODY.matches(secret);
        SecretHash.OF_NOBODY.matches(secret);
        return null;
    }

    boolean isLiveAt(Instant now) {
        return now.isBefore(expiresAt);
    }

    /**
     * Returns the caller with the version of this secret, or null if the secret is wrong or expired. Takes the same time for
     * a wrong secret as for the right one.
     */
    public Caller opened(String given, Instant now) {
        boolean current = secret.matches(given);
        boolean before = previous.matches(given) & now.isBefore(previousUntil);
        return isLiveAt(now) & (current | before)
                ? caller.withSecretVersion(current ? caller.secretVersion() : caller.secretVersion() - 1)
                : null;
    }

    /**
     * Whether a JWT issued for this version of the secret is still valid. Another server may have created a later version
     * than this one has read.
     */
    public boolean honors(int secretVersion, Instant now) {
        int present = caller.secretVersion();
        return isLiveAt(now)
                && (secretVersion >= present || secretVersion == present - 1 && now.isBefore(previousUntil));
    }
}
