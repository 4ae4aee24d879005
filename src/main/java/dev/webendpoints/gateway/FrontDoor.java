package dev.webendpoints.gateway;

import java.util.EnumMap;
import java.util.Map;

import dev.webendpoints.gateway.AccessCheck.Outcome;
import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.Name;
import dev.webendpoints.gateway.http1.Peer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.Door;
import dev.webendpoints.gateway.relay.Tally;
import dev.webendpoints.gateway.relay.Verdict;
import dev.webendpoints.identity.ProxyTokenCheck;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.worker.Pools;

/** Host to route, access, and then the pool that gives a worker: all in memory. */
final class FrontDoor implements Door {

    private static final String WITH_CORS = "fastapi_endpoint";

    private static final Answer UNKNOWN_HOST = new Answer(404, "invalid function call");

    private final PublicDomain domain;
    private final Routes routes;
    private final Pools pools;
    private final Tallies tallies;
    private final Map<Route.Access, AccessCheck> checks = new EnumMap<>(Route.Access.class);

    FrontDoor(PublicDomain domain, Routes routes, Pools pools, ProxyTokenCheck proxyTokens, Tallies tallies) {
        this.domain = domain;
        this.routes = routes;
        this.pools = pools;
        this.tallies = tallies;
        checks.put(Route.Access.NONE, (route, head) -> Outcome.OPEN);
        // The function decides by itself, with the caller's own Authorization header.
        checks.put(Route.Access.CUSTOM, (route, head) -> Outcome.OPEN);
        checks.put(Route.Access.PROXY_TOKEN, new ProxyTokenAccess(proxyTokens));
        // Nothing can set it yet; if something does, nobody gets in.
        checks.put(Route.Access.BEARER, (route, head) -> Outcome.INVALID);
    }

    @Override
    public Verdict admit(RequestHead head, Peer peer) {
        Route route = find(head);
        if (route == null) {
            return new Verdict.Refused(UNKNOWN_HOST, false, tallies.refused(Reason.UNKNOWN_HOST, head, peer));
        }
        Outcome outcome = checks.get(route.access()).check(route, head);
        boolean cors = WITH_CORS.equals(route.kind());
        return switch (outcome) {
            case OPEN -> admitted(route, false, cors, tallies.admitted(route, head, peer));
            case OPEN_BY_AUTHORIZATION -> admitted(route, true, cors, tallies.admitted(route, head, peer));
            case MISSING -> refused("missing", cors, tallies.refused(Reason.UNAUTHORIZED, route, head, peer));
            case INVALID -> refused("invalid", cors, tallies.refused(Reason.UNAUTHORIZED, route, head, peer));
        };
    }

    @Override
    public void onMalformed(int status, Peer peer) {
        tallies.onMalformed(status, peer);
    }

    private Route find(RequestHead head) {
        String label = domain.label(head.array(), head.valueStart(Name.HOST), head.valueEnd(Name.HOST));
        return label == null ? null : routes.current().find(label);
    }

    private Verdict admitted(Route route, boolean credentialsUsed, boolean cors, Visit visit) {
        return new Verdict.Admitted(
                new LeaseDestinations(pools, route, visit),
                route.endpointId(),
                route.timeout().toMillis(),
                credentialsUsed,
                cors,
                visit);
    }

    /** The same words whatever was wrong with the token: who guesses learns nothing. */
    private static Verdict refused(String what, boolean cors, Tally tally) {
        return new Verdict.Refused(new Answer(401, what + " credentials for proxy authorization"), cors, tally);
    }
}
