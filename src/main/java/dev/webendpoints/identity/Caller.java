package dev.webendpoints.identity;

import java.util.Optional;
import java.util.Set;

/**
 * An authenticated caller.
 *
 * @param workspaceId the only workspace whose data this caller may read or change, {@code ac-…}
 * @param workspace its name, the first part of every hostname
 * @param tokenId the API token of the call, {@code ak-…}, also for a JWT that was exchanged for it; for a JWT of the
 *     operator's issuer, the name in it; for the code of a worker, the worker's id; for a caller without a credential, its
 *     address
 * @param scopes the caller's permissions: {@link Scopes}
 * @param secretVersion number of rotations of the API token before it got the secret that was used
 * @param worker the worker whose code calls; empty for every other caller
 */
public record Caller(
        String workspaceId,
        String workspace,
        String tokenId,
        Set<String> scopes,
        int secretVersion,
        Optional<CallingWorker> worker) {

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public Caller(String workspaceId, String workspace, String tokenId, Set<String> scopes, int secretVersion) {
        this(workspaceId, workspace, tokenId, scopes, secretVersion, Optional.empty());
    }

    /** One whose API token was never rotated, or that has none. */
    public Caller(String workspaceId, String workspace, String tokenId, Set<String> scopes) {
        this(workspaceId, workspace, tokenId, scopes, 0);
    }

    /** Returns the code of a worker as a caller. */
    public static Caller of(String workspaceId, String workspace, CallingWorker worker, Set<String> scopes) {
        return new Caller(workspaceId, workspace, worker.taskId(), scopes, 0, Optional.of(worker));
    }

    /** Returns a caller without a credential, who belongs to no workspace and has no scope. */
    public static Caller anonymous(String address) {
        return new Caller("", "", address, Set.of());
    }

    /** The same caller with these scopes. */
    public Caller withScopes(Set<String> others) {
        return new Caller(workspaceId, workspace, tokenId, others, secretVersion, worker);
    }

    public Caller withSecretVersion(int version) {
        return new Caller(workspaceId, workspace, tokenId, scopes, version, worker);
    }

    public boolean may(String scope) {
        return scopes.contains(scope);
    }
}
