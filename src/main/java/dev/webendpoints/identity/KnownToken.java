package dev.webendpoints.identity;

import java.time.Instant;

/**
 * What signing in needs of an API token.
 *
 * @param caller with the version of the present secret
 * @param previous the secret before the last rotation, which opens it until {@code previousUntil}
 * @param expiresAt the first moment at which it opens nothing any more; {@link Instant#MAX} for never
 */
record KnownToken(Caller caller, SecretHash secret, SecretHash previous, Instant previousUntil, Instant expiresAt) {

    /** As {@link #opened} of a token that there is not: null, after as long. */
    static Caller opensNothing(String secret) {
        SecretHash.OF_NOBODY.matches(secret);
        SecretHash.OF_NOBODY.matches(secret);
        return null;
    }

    boolean isLiveAt(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** The caller, with the version of this secret; null when it opens nothing. Takes as long for a wrong one as for a right one. */
    Caller opened(String given, Instant now) {
        boolean current = secret.matches(given);
        boolean before = previous.matches(given) & now.isBefore(previousUntil);
        return isLiveAt(now) & (current | before)
                ? caller.withSecretVersion(current ? caller.secretVersion() : caller.secretVersion() - 1)
                : null;
    }

    /**
     * Whether a JWT that was made with this version of the secret is still valid. Another server may have made a later version
     * than is known here.
     */
    boolean honors(int secretVersion, Instant now) {
        int present = caller.secretVersion();
        return isLiveAt(now)
                && (secretVersion >= present || secretVersion == present - 1 && now.isBefore(previousUntil));
    }
}
