package dev.webendpoints.modal;

import dev.webendpoints.identity.Caller;

/**
 * An authenticated and authorized call.
 *
 * @param authority host and port under which the client reached this server
 * @param uploadAuthority host and port for the URLs of uploads: {@link UploadAuthority}
 */
record Call(Caller caller, ClientVersion client, String authority, String uploadAuthority) {

    String workspaceId() {
        return caller.workspaceId();
    }
}
