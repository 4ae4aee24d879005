package dev.webendpoints.modal.grpc;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.modal.UploadAuthority;

/**
 * An authenticated and authorized call.
 *
 * @param authority host and port under which the client reached this server
 * @param uploadAuthority host and port for the URLs of uploads: {@link UploadAuthority}
 */
public record Call(Caller caller, ClientVersion client, String authority, String uploadAuthority) {

    public String workspaceId() {
        return caller.workspaceId();
    }

    /**
     * Rejects a call of a worker's code.
     *
     * @param action what the call would do: {@code creating a secret}
     */
    public void refuseFromWorker(String action) {
        if (caller.worker().isPresent()) {
            throw CallRejected.notFromWorker(action);
        }
    }
}
