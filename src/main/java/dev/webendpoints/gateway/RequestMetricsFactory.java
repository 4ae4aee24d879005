package dev.webendpoints.gateway;

import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.Ending;
import dev.webendpoints.gateway.relay.Ending.Cause;
import dev.webendpoints.gateway.relay.RequestObserver;
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
    RequestObserver refused(Reason reason, RequestHead head, RemotePeer peer) {
        return refused(reason, metrics.unrouted(), log.begin(null, head, peer));
    }

    RequestObserver refused(Reason reason, Route route, RequestHead head, RemotePeer peer) {
        return refused(reason, metrics.of(route), log.begin(route, head, peer));
    }

    private RequestObserver refused(Reason reason, RequestMeters meters, AccessLine line) {
        return ending -> {
            meters.onEnd(reason, ending.status(), ending.nanos());
            log.end(line, reason, ending);
        };
    }

    void onMalformed(int status, RemotePeer peer) {
        Ending ending = new Ending(Cause.GATEWAY, status, 0, 0, 0, 0, null);
        refused(Reason.of(ending, null), metrics.unrouted(), log.begin(peer)).onEnd(ending);
    }
}
