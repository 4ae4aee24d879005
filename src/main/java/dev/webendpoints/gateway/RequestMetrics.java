package dev.webendpoints.gateway;

import dev.webendpoints.gateway.relay.admission.RequestObserver;
import dev.webendpoints.gateway.relay.admission.RequestOutcome;

/** Records one admitted request in the metrics and the access log. */
final class RequestMetrics implements RequestObserver {

    private final GatewayMetrics metrics;
    private final RequestMeters meters;
    private final AccessLog log;
    private final AccessLine line;
    private boolean asked;

    /** @param line of the access log; null if that is off */
    RequestMetrics(GatewayMetrics metrics, RequestMeters meters, AccessLog log, AccessLine line) {
        this.metrics = metrics;
        this.meters = meters;
        this.log = log;
        this.line = line;
    }

    /** The request asks for a worker, possibly not for the first time. */
    void onAsked() {
        if (!asked) {
            asked = true;
            metrics.onRequest();
        }
    }

    @Override
    public void onEnd(RequestOutcome outcome) {
        meters.onEnd(outcome.reason(), outcome.status(), outcome.nanos());
        if (asked) {
            metrics.onRequestEnd();
            meters.onWaited(outcome.waitNanos());
        }
        log.end(line, outcome);
    }
}
