package dev.webendpoints.gateway;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.relay.LeaseSource;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseWaiter;
import dev.webendpoints.lease.Pools;

/** Adapts the pools to the relay's {@link LeaseSource}; the only place where the types of both meet. */
record PoolLeaseSource(Pools pools, FunctionKey key, String method, RequestMetrics visit) implements LeaseSource {

    @Override
    public Runnable ask(Waiter waiter) {
        visit.onAsked();
        return pools.lease(key, method, new Translator(visit, waiter));
    }

    private record Translator(RequestMetrics visit, Waiter waiter) implements LeaseWaiter {

        @Override
        public void onLease(Lease lease) {
            waiter.onGranted(lease);
        }

        @Override
        public void onRefused(LeaseRefusal refusal) {
            visit.onRefused(refusal.reason());
            waiter.onRefused(answer(refusal));
        }
    }

    static GatewayResponse answer(LeaseRefusal refusal) {
        int status = status(refusal.reason());
        long retryAfter = status == 404 ? 0 : Math.max(1, seconds(refusal));
        return new GatewayResponse(status, refusal.message(), refusal.logTail(), retryAfter);
    }

    static int status(LeaseRefusal.Reason reason) {
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
