package dev.webendpoints.gateway;

import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.routing.Route;

/** One way to protect an endpoint. Called on an event loop, before anything is started. */
interface AccessCheck {

    Outcome check(Route route, RequestHead head, RemotePeer peer);

    enum Outcome {
        OPEN,
        /** Admitted by {@code Authorization}, which is meant for the gateway and must not reach the function. */
        OPEN_BY_AUTHORIZATION,
        MISSING,
        INVALID,
        /** Valid, but without the scope that calling requires. */
        FORBIDDEN,
        /** Like INVALID, from an address that sent too many invalid credentials. */
        THROTTLED
    }
}
