package dev.webendpoints.gateway;

import dev.webendpoints.gateway.AccessCheck.Outcome;
import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.Door;
import dev.webendpoints.gateway.relay.Tally;
import dev.webendpoints.gateway.relay.Verdict;
import dev.webendpoints.routing.Route;
import dev.webendpoints.worker.Pools;

/** Host to route, access, rate limit, and then the pool that gives a worker: all in memory. */
final class FrontDoor implements Door {

    private static final String WITH_CORS = "fastapi_endpoint";

    private final Hosts hosts;
    private final Pools pools;
    private final AccessChecks checks;
    private final RateLimits limits;

    FrontDoor(Hosts hosts, Pools pools, AccessChecks checks, RateLimits limits) {
        this.hosts = hosts;
        this.pools = pools;
        this.checks = checks;
        this.limits = limits;
    }

    @Override
    public Verdict admit(RequestHead head) {
        Route route = hosts.find(head);
        if (route == null) {
            return new Verdict.Refused(hosts.unknown(head), false, Tally.NONE);
        }
        Outcome outcome = checks.check(route, head);
        return switch (outcome) {
            case OPEN -> limited(route, false);
            case OPEN_BY_AUTHORIZATION -> limited(route, true);
            case MISSING -> Preflight.is(head) ? preflight(route, head) : refused(route, outcome);
            case INVALID -> refused(route, outcome);
        };
    }

    /** Answered here where the answer is known; otherwise the function's to answer, and no credential of any kind with it. */
    private Verdict preflight(Route route, RequestHead head) {
        return withCors(route) ? new Verdict.Refused(Preflight.answer(head), false, Tally.NONE) : limited(route, true);
    }

    private Verdict limited(Route route, boolean withoutAuthorization) {
        Answer tooMany = limits.refusal(route);
        return tooMany == null
                ? new Verdict.Admitted(
                        new LeaseDestinations(pools, route),
                        route.endpointId(),
                        route.timeout().toMillis(),
                        withoutAuthorization,
                        withCors(route),
                        Tally.NONE)
                : new Verdict.Refused(tooMany, withCors(route), Tally.NONE);
    }

    private static Verdict refused(Route route, Outcome outcome) {
        return new Verdict.Refused(AccessChecks.refusal(route, outcome), withCors(route), Tally.NONE);
    }

    private static boolean withCors(Route route) {
        return WITH_CORS.equals(route.kind());
    }
}
