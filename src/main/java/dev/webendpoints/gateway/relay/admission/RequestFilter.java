package dev.webendpoints.gateway.relay.admission;

import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;

/** Admits or rejects a request. Called on an event loop for each well-formed head: works in memory, never blocks. */
public interface RequestFilter {

    /**
     * @param head valid during the call only
     * @param peer the remote end of the connection
     */
    FilterDecision admit(RequestHead head, RemotePeer peer);

    /** Called after a request was rejected without a decision of this filter, because its head could not be read. */
    default void onUnreadable(RequestOutcome outcome, RemotePeer peer) {}
}
