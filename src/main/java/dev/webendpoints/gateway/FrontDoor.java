package dev.webendpoints.gateway;

import java.util.EnumMap;
import java.util.Map;

import dev.webendpoints.gateway.AccessCheck.Outcome;
import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.Name;
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

    private static final Verdict UNKNOWN_HOST =
            new Verdict.Refused(new Answer(404, "invalid function call"), false, Tally.NONE);

    private final PublicDomain domain;
    private final Routes routes;
    private final Pools pools;
    private final Map<Route.Access, AccessCheck> checks = new EnumMap<>(Route.Access.class);

    FrontDoor(PublicDomain domain, Routes routes, Pools pools, ProxyTokenCheck proxyTokens) {
        this.domain = domain;
        this.routes = routes;
        this.pools = pools;
        checks.put(Route.Access.NONE, (route, head) -> Outcome.OPEN);
        // The function decides by itself, with the caller's own Authorization header.
        checks.put(Route.Access.CUSTOM, (route, head) -> Outcome.OPEN);
        checks.put(Route.Access.PROXY_TOKEN, new ProxyTokenAccess(proxyTokens));
        // Nothing can set it yet; if something does, nobody gets in.
        checks.put(Route.Access.BEARER, (route, head) -> Outcome.INVALID);
    }

    @Override
    public Verdict admit(RequestHead head) {
        Route route = find(head);
        if (route == null) {
            return UNKNOWN_HOST;
        }
        Outcome outcome = checks.get(route.access()).check(route, head);
        boolean cors = WITH_CORS.equals(route.kind());
        return switch (outcome) {
            case OPEN -> admitted(route, false, cors);
            case OPEN_BY_AUTHORIZATION -> admitted(route, true, cors);
            case MISSING -> refused("missing", cors);
            case INVALID -> refused("invalid", cors);
        };
    }

    private Route find(RequestHead head) {
        String label = domain.label(head.array(), head.valueStart(Name.HOST), head.valueEnd(Name.HOST));
        return label == null ? null : routes.current().find(label);
    }

    private Verdict admitted(Route route, boolean credentialsUsed, boolean cors) {
        return new Verdict.Admitted(
                new LeaseDestinations(pools, route),
                route.endpointId(),
                route.timeout().toMillis(),
                credentialsUsed,
                cors,
                Tally.NONE);
    }

    /** The same words whatever was wrong with the token: who guesses learns nothing. */
    private static Verdict refused(String what, boolean cors) {
        return new Verdict.Refused(new Answer(401, what + " credentials for proxy authorization"), cors, Tally.NONE);
    }
}
