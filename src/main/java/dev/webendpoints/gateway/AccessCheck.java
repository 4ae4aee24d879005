package dev.webendpoints.gateway;

import dev.webendpoints.gateway.http1.Peer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.routing.Route;

/** One way to protect an endpoint. Called on an event loop, before anything is started. */
interface AccessCheck {

    Outcome check(Route route, RequestHead head, Peer peer);

    enum Outcome {
        OPEN,
        /** Let in by {@code Authorization}, which is therefore ours and must not reach the function. */
        OPEN_BY_AUTHORIZATION,
        MISSING,
        INVALID,
        /** Valid, without the scope that calling needs. */
        FORBIDDEN,
        /** As INVALID, from where too many others came. */
        THROTTLED
    }
}
