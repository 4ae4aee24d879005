package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Peer;
import dev.webendpoints.gateway.http1.RequestHead;

/** Admits or rejects a request. Called on an event loop for each well-formed head: works in memory, never blocks. */
public interface Door {

    /**
     * @param head valid during the call only
     * @param peer the remote end of the connection
     */
    Verdict admit(RequestHead head, Peer peer);

    /** Called after a malformed request was rejected with this status. */
    default void onMalformed(int status, Peer peer) {}
}
