package dev.webendpoints.gateway;

import java.nio.charset.StandardCharsets;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.relay.admission.LeaseSource;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseWaiter;
import dev.webendpoints.lease.Pools;

/** Adapts the pools to the relay's {@link LeaseSource}; the only place where the types of both meet. */
record PoolLeaseSource(Pools pools, FunctionKey key, String method, RequestMetrics request) implements LeaseSource {

    @Override
    public Runnable ask(byte[] callId, Waiter waiter) {
        request.onAsked();
        return pools.lease(key, method, new String(callId, StandardCharsets.US_ASCII), new Translator(waiter));
    }

    private record Translator(Waiter waiter) implements LeaseWaiter {

        @Override
        public void onLease(Lease lease) {
            waiter.onGranted(lease);
        }

        @Override
        public void onRefused(LeaseRefusal refusal) {
            waiter.onRefused(answer(refusal), outcome(refusal.reason()));
        }
    }

    static GatewayResponse answer(LeaseRefusal refusal) {
        int status = status(refusal.reason());
        long retryAfter = status == 404 ? 0 : Math.max(1, seconds(refusal));
        return new GatewayResponse(status, refusal.message(), refusal.logTail(), retryAfter);
    }

    private static OutcomeReason outcome(LeaseRefusal.Reason reason) {
        return switch (reason) {
            case START_FAILED -> OutcomeReason.START_FAILED;
            case START_TIMEOUT -> OutcomeReason.START_TIMED_OUT;
            case QUEUE_FULL -> OutcomeReason.QUEUE_FULL;
            case GONE -> OutcomeReason.GONE;
            case SHUTTING_DOWN -> OutcomeReason.SHUTTING_DOWN;
        };
    }

    private static int status(LeaseRefusal.Reason reason) {
        return switch (reason) {
            case QUEUE_FULL -> 429;
            case GONE -> 404;
            case START_FAILED, START_TIMEOUT, SHUTTING_DOWN -> 503;
        };
    }

    /** Rounds up, because Retry-After has no fractions (RFC 9110 §10.2.3). */
    private static long seconds(LeaseRefusal refusal) {
        return (refusal.retryAfter().toMillis() + 999) / 1000;
    }
}
