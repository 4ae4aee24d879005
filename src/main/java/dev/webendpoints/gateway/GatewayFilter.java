package dev.webendpoints.gateway;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.gateway.AccessCheck.Outcome;
import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.admission.FilterDecision;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.gateway.relay.admission.RequestFilter;
import dev.webendpoints.gateway.relay.admission.RequestOutcome;
import dev.webendpoints.lease.Pools;
import dev.webendpoints.routing.InvalidArguments;
import dev.webendpoints.routing.Route;

/** Admits requests: resolves the Host, checks access and rate limits, and selects the pool. Works in memory only. */
final class GatewayFilter implements RequestFilter {

    private final HostLookup hosts;
    private final Pools pools;
    private final AccessChecks checks;
    private final RateLimits limits;
    private final RequestMetricsFactory metrics;

    GatewayFilter(
            HostLookup hosts, Pools pools, AccessChecks checks, RateLimits limits, RequestMetricsFactory metrics) {
        this.hosts = hosts;
        this.pools = pools;
        this.checks = checks;
        this.limits = limits;
        this.metrics = metrics;
    }

    @Override
    public FilterDecision admit(RequestHead head, RemotePeer peer) {
        Route route = hosts.find(head);
        if (route == null) {
            return new FilterDecision.Rejected(
                    hosts.unknown(head), OutcomeReason.UNKNOWN_HOST, false, metrics.refused(head, peer));
        }
        Outcome outcome = checks.check(route, head, peer);
        return switch (outcome) {
            case OPEN -> limited(route, false, head, peer);
            case OPEN_BY_AUTHORIZATION -> limited(route, true, head, peer);
            case MISSING -> CorsPreflight.is(head) ? preflight(route, head, peer) : refused(route, outcome, head, peer);
            case INVALID, FORBIDDEN, THROTTLED -> refused(route, outcome, head, peer);
        };
    }

    @Override
    public void onUnreadable(RequestOutcome outcome, RemotePeer peer) {
        metrics.onUnreadable(outcome, peer);
    }

    /** Answers for the function if its CORS response is known; otherwise admits the request without any credentials. */
    private FilterDecision preflight(Route route, RequestHead head, RemotePeer peer) {
        return withCors(route)
                ? new FilterDecision.Rejected(
                        CorsPreflight.answer(head), OutcomeReason.PREFLIGHT, false, metrics.refused(route, head, peer))
                : limited(route, true, head, peer);
    }

    private FilterDecision limited(Route route, boolean withoutAuthorization, RequestHead head, RemotePeer peer) {
        GatewayResponse tooMany = limits.refusal(route);
        return tooMany == null
                ? bound(route, withoutAuthorization, head, peer)
                : new FilterDecision.Rejected(
                        tooMany, OutcomeReason.RATE_LIMITED, withCors(route), metrics.refused(route, head, peer));
    }

    private FilterDecision bound(Route route, boolean withoutAuthorization, RequestHead head, RemotePeer peer) {
        try {
            FunctionKey key = key(route, head);
            return admitted(route, key, withoutAuthorization, metrics.admitted(route, head, peer));
        } catch (InvalidArguments e) {
            return new FilterDecision.Rejected(
                    new GatewayResponse(400, e.getMessage()),
                    OutcomeReason.INVALID_ARGUMENTS,
                    withCors(route),
                    metrics.refused(route, head, peer));
        }
    }

    private static FunctionKey key(Route route, RequestHead head) {
        String arguments =
                route.parameters().isEmpty() ? "" : route.parameters().arguments(head.query());
        return new FunctionKey(route.functionId(), route.definitionId(), arguments);
    }

    private FilterDecision admitted(
            Route route, FunctionKey key, boolean withoutAuthorization, RequestMetrics request) {
        return new FilterDecision.Admitted(
                new PoolLeaseSource(pools, key, route.method(), request),
                route.endpointId(),
                route.workspaceId(),
                route.timeout().toMillis(),
                withoutAuthorization,
                withCors(route),
                request);
    }

    private FilterDecision refused(Route route, Outcome outcome, RequestHead head, RemotePeer peer) {
        return new FilterDecision.Rejected(
                checks.refusal(route, outcome, head, peer),
                OutcomeReason.UNAUTHORIZED,
                withCors(route),
                metrics.refused(route, head, peer));
    }

    private static boolean withCors(Route route) {
        return route.kind() == EndpointKind.FASTAPI_ENDPOINT;
    }
}
