package dev.webendpoints.identity;

import java.util.Set;

/**
 * An authenticated caller.
 *
 * @param workspaceId the only workspace whose data this caller may read or change, {@code ac-…}
 * @param workspace its name, the first part of every hostname
 * @param tokenId the API token of the call, {@code ak-…}, also for a JWT that was exchanged for it; for a JWT of the
 *     operator's issuer, the name in it
 * @param scopes the caller's permissions: {@link Scopes}
 */
public record Caller(String workspaceId, String workspace, String tokenId, Set<String> scopes) {

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(String scope) {
        return scopes.contains(scope);
    }
}
