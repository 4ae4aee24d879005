package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Peer;
import dev.webendpoints.gateway.http1.RequestHead;

/** Decides who gets in. Called on an event loop for every well-formed head: must answer from memory, at once. */
public interface Door {

    /**
     * @param head valid during the call only
     * @param peer the other end of its connection
     */
    Verdict admit(RequestHead head, Peer peer);

    /** Told of a request that was no valid one, and got this status. */
    default void onMalformed(int status, Peer peer) {}
}
