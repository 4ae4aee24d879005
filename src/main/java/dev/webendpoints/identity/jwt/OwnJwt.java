package dev.webendpoints.identity.jwt;

import java.security.PublicKey;

/**
 * The cached claims of a JWT of this server with a valid signature.
 *
 * @param key that verified its signature
 * @param tokenId the API token that it was exchanged for
 * @param secretVersion of the secret of that token
 * @param expiresAt milliseconds since 1970, the first instant at which it is invalid
 * @param mayCall whether it has the scope {@code endpoints:call}
 */
public record OwnJwt(
        PublicKey key,
        String workspaceId,
        String tokenId,
        int secretVersion,
        boolean mayCall,
        long notBefore,
        long expiresAt) {

    public boolean isValidAt(long millis) {
        return millis >= notBefore && millis < expiresAt;
    }
}
