package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;

/** Admits or rejects a request. Called on an event loop for each well-formed head: works in memory, never blocks. */
public interface RequestFilter {

    /**
     * @param head valid during the call only
     * @param peer the remote end of the connection
     */
    FilterDecision admit(RequestHead head, RemotePeer peer);

    /** Called after a malformed request was rejected with this status. */
    default void onMalformed(int status, RemotePeer peer) {}
}
