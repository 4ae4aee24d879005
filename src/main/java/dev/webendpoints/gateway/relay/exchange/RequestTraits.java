package dev.webendpoints.gateway.relay.exchange;

import dev.webendpoints.gateway.http1.BodyFraming;
import dev.webendpoints.gateway.http1.PublicUrl;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.RequestPolicy;

/**
 * What an exchange keeps of a request after its head is released.
 *
 * @param head whether it is a HEAD request
 * @param replayable whether it may be sent twice: idempotent, without a body
 * @param upgrades whether a 101 may answer it
 * @param url the URL that the client used
 */
public record RequestTraits(boolean head, boolean replayable, boolean upgrades, PublicUrl url) {

    /** Must be called before the head is rewritten. */
    public static RequestTraits of(RequestHead head, RemotePeer peer) {
        boolean upgrades = RequestPolicy.mayUpgrade(head);
        boolean bodiless = head.framing() != BodyFraming.CHUNKED && head.contentLength() == 0;
        boolean replayable = !upgrades && bodiless && head.idempotent();
        return new RequestTraits(head.isHead(), replayable, upgrades, peer.url(head));
    }
}
