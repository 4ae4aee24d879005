package dev.webendpoints.gateway.relay.admission;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.lease.Lease;

/** Where one request can get a lease on a worker. */
public interface LeaseSource {

    /**
     * Requests a lease; never blocks.
     *
     * @param callId id of the call, {@code fc-…}
     * @return cancels the request; the waiter may still get a lease that was already on its way, and must release it
     */
    Runnable ask(byte[] callId, Waiter waiter);

    /** Receives exactly one of the two calls, possibly before {@link #ask} returns, otherwise on any thread. */
    interface Waiter {

        void onGranted(Lease lease);

        /** @param reason why there is no lease */
        void onRefused(GatewayResponse answer, OutcomeReason reason);
    }
}
