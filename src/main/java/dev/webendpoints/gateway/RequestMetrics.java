package dev.webendpoints.gateway;

import dev.webendpoints.gateway.relay.Ending;
import dev.webendpoints.gateway.relay.RequestObserver;
import dev.webendpoints.lease.LeaseRefusal;

/** Records one admitted request in the metrics and the access log. */
final class RequestMetrics implements RequestObserver {

    private final GatewayMetrics metrics;
    private final RequestMeters meters;
    private final AccessLog log;
    private final AccessLine line;
    private boolean asked;

    /** Written by the thread that refuses the lease, before the relay is notified. */
    private volatile LeaseRefusal.Reason refusal;

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

    void onRefused(LeaseRefusal.Reason why) {
        refusal = why;
    }

    @Override
    public void onEnd(Ending ending) {
        Reason reason = Reason.of(ending, refusal);
        meters.onEnd(reason, ending.status(), ending.nanos());
        if (asked) {
            metrics.onRequestEnd();
            meters.onWaited(ending.waitNanos());
        }
        log.end(line, reason, ending);
    }
}
