package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Framing;
import dev.webendpoints.gateway.http1.Peer;
import dev.webendpoints.gateway.http1.PublicUrl;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.RequestPolicy;

/**
 * What an exchange must remember of a request once its head is gone.
 *
 * @param head whether it was a HEAD
 * @param replayable whether it may be sent twice, and is whole with its head
 * @param upgrades whether a 101 may answer it
 * @param url what the caller used
 */
record RequestTraits(boolean head, boolean replayable, boolean upgrades, PublicUrl url) {

    /** Of a head that has not been rewritten. */
    static RequestTraits of(RequestHead head, Peer peer) {
        boolean upgrades = RequestPolicy.mayUpgrade(head);
        boolean bodiless = head.framing() != Framing.CHUNKED && head.contentLength() == 0;
        boolean replayable = !upgrades && bodiless && head.idempotent();
        return new RequestTraits(head.isHead(), replayable, upgrades, peer.url(head));
    }
}
