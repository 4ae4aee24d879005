package dev.webendpoints.modal;

import dev.webendpoints.identity.Caller;

/**
 * A call by somebody who may make it.
 *
 * @param authority host and port under which the client reached this server
 * @param uploadAuthority the same for the URLs of uploads: {@link UploadAuthority}
 */
record Call(Caller caller, Client client, String authority, String uploadAuthority) {

    String workspaceId() {
        return caller.workspaceId();
    }
}
