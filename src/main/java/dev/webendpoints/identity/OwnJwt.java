package dev.webendpoints.identity;

import java.security.PublicKey;

/**
 * What is remembered of a JWT of this server whose signature was right.
 *
 * @param key that signed it
 * @param tokenId the API token that it was exchanged for
 * @param secretVersion of the secret of that token
 * @param expiresAt milliseconds since 1970, the first moment at which it is not valid any more
 * @param mayCall whether it has the scope {@code endpoints:call}
 */
record OwnJwt(
        PublicKey key,
        String workspaceId,
        String tokenId,
        int secretVersion,
        boolean mayCall,
        long notBefore,
        long expiresAt) {

    boolean isValidAt(long millis) {
        return millis >= notBefore && millis < expiresAt;
    }
}
