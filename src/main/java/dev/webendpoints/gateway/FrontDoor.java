package dev.webendpoints.gateway;

import dev.webendpoints.gateway.AccessCheck.Outcome;
import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.Name;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.Door;
import dev.webendpoints.gateway.relay.Tally;
import dev.webendpoints.gateway.relay.Verdict;
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
    private final AccessChecks checks;

    FrontDoor(PublicDomain domain, Routes routes, Pools pools, AccessChecks checks) {
        this.domain = domain;
        this.routes = routes;
        this.pools = pools;
        this.checks = checks;
    }

    @Override
    public Verdict admit(RequestHead head) {
        Route route = find(head);
        if (route == null) {
            return UNKNOWN_HOST;
        }
        Outcome outcome = checks.check(route, head);
        boolean cors = WITH_CORS.equals(route.kind());
        return switch (outcome) {
            case OPEN -> admitted(route, false, cors);
            case OPEN_BY_AUTHORIZATION -> admitted(route, true, cors);
            case MISSING, INVALID -> new Verdict.Refused(AccessChecks.refusal(route, outcome), cors, Tally.NONE);
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
}
