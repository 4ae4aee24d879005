package dev.webendpoints.gateway;

import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.admission.RequestObserver;
import dev.webendpoints.gateway.relay.admission.RequestOutcome;
import dev.webendpoints.routing.Route;

/** Creates the receivers of a request's outcome: always the metrics, and the access log if it is on. */
final class RequestMetricsFactory {

    private final GatewayMetrics metrics;
    private final AccessLog log;

    RequestMetricsFactory(GatewayMetrics metrics, AccessLog log) {
        this.metrics = metrics;
        this.log = log;
    }

    RequestMetrics admitted(Route route, RequestHead head, RemotePeer peer) {
        return new RequestMetrics(metrics, metrics.of(route), log, log.begin(route, head, peer));
    }

    /** For a request that was rejected before an endpoint was found. */
    RequestObserver refused(RequestHead head, RemotePeer peer) {
        return refused(metrics.unrouted(), log.begin(null, head, peer));
    }

    RequestObserver refused(Route route, RequestHead head, RemotePeer peer) {
        return refused(metrics.of(route), log.begin(route, head, peer));
    }

    private RequestObserver refused(RequestMeters meters, AccessLine line) {
        return outcome -> {
            meters.onEnd(outcome.reason(), outcome.status(), outcome.nanos());
            log.end(line, outcome);
        };
    }

    void onUnreadable(RequestOutcome outcome, RemotePeer peer) {
        refused(metrics.unrouted(), log.begin(peer)).onEnd(outcome);
    }
}
