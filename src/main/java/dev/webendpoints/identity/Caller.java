package dev.webendpoints.identity;

import java.util.Set;

/**
 * Who is calling, as far as the rest of the server needs to know.
 *
 * @param workspaceId the only workspace whose things this caller may see or change, {@code ac-…}
 * @param workspace its name, the first part of every hostname
 * @param tokenId the API token behind the call, {@code ak-…}; also for a JWT that was exchanged for it
 * @param scopes what the caller may do: {@link Scopes}
 */
public record Caller(String workspaceId, String workspace, String tokenId, Set<String> scopes) {

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(String scope) {
        return scopes.contains(scope);
    }
}
