package dev.webendpoints.gateway;

import dev.webendpoints.gateway.AccessCheck.Outcome;
import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.Peer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.Door;
import dev.webendpoints.gateway.relay.Verdict;
import dev.webendpoints.routing.InvalidArguments;
import dev.webendpoints.routing.Route;
import dev.webendpoints.worker.FunctionKey;
import dev.webendpoints.worker.Pools;

/** Admits requests: resolves the Host, checks access and rate limits, and selects the pool. Works in memory only. */
final class FrontDoor implements Door {

    private static final String WITH_CORS = "fastapi_endpoint";

    private final Hosts hosts;
    private final Pools pools;
    private final AccessChecks checks;
    private final RateLimits limits;
    private final Tallies tallies;

    FrontDoor(Hosts hosts, Pools pools, AccessChecks checks, RateLimits limits, Tallies tallies) {
        this.hosts = hosts;
        this.pools = pools;
        this.checks = checks;
        this.limits = limits;
        this.tallies = tallies;
    }

    @Override
    public Verdict admit(RequestHead head, Peer peer) {
        Route route = hosts.find(head);
        if (route == null) {
            return new Verdict.Refused(hosts.unknown(head), false, tallies.refused(Reason.UNKNOWN_HOST, head, peer));
        }
        Outcome outcome = checks.check(route, head, peer);
        return switch (outcome) {
            case OPEN -> limited(route, false, head, peer);
            case OPEN_BY_AUTHORIZATION -> limited(route, true, head, peer);
            case MISSING -> Preflight.is(head) ? preflight(route, head, peer) : refused(route, outcome, head, peer);
            case INVALID, FORBIDDEN, THROTTLED -> refused(route, outcome, head, peer);
        };
    }

    @Override
    public void onMalformed(int status, Peer peer) {
        tallies.onMalformed(status, peer);
    }

    /** Answers for the function if its CORS response is known; otherwise admits the request without any credentials. */
    private Verdict preflight(Route route, RequestHead head, Peer peer) {
        return withCors(route)
                ? new Verdict.Refused(
                        Preflight.answer(head), false, tallies.refused(Reason.PREFLIGHT, route, head, peer))
                : limited(route, true, head, peer);
    }

    private Verdict limited(Route route, boolean withoutAuthorization, RequestHead head, Peer peer) {
        Answer tooMany = limits.refusal(route);
        return tooMany == null
                ? bound(route, withoutAuthorization, head, peer)
                : new Verdict.Refused(
                        tooMany, withCors(route), tallies.refused(Reason.RATE_LIMITED, route, head, peer));
    }

    private Verdict bound(Route route, boolean withoutAuthorization, RequestHead head, Peer peer) {
        try {
            FunctionKey key = key(route, head);
            return admitted(route, key, withoutAuthorization, tallies.admitted(route, head, peer));
        } catch (InvalidArguments e) {
            return new Verdict.Refused(
                    new Answer(400, e.getMessage()),
                    withCors(route),
                    tallies.refused(Reason.INVALID_ARGUMENTS, route, head, peer));
        }
    }

    private static FunctionKey key(Route route, RequestHead head) {
        String arguments =
                route.parameters().isEmpty() ? "" : route.parameters().arguments(head.query());
        return new FunctionKey(route.functionId(), route.definitionId(), arguments);
    }

    private Verdict admitted(Route route, FunctionKey key, boolean withoutAuthorization, Visit visit) {
        return new Verdict.Admitted(
                new LeaseDestinations(pools, key, route.method(), visit),
                route.endpointId(),
                route.workspaceId(),
                route.timeout().toMillis(),
                withoutAuthorization,
                withCors(route),
                visit);
    }

    private Verdict refused(Route route, Outcome outcome, RequestHead head, Peer peer) {
        return new Verdict.Refused(
                checks.refusal(route, outcome, head, peer),
                withCors(route),
                tallies.refused(Reason.UNAUTHORIZED, route, head, peer));
    }

    private static boolean withCors(Route route) {
        return WITH_CORS.equals(route.kind());
    }
}
