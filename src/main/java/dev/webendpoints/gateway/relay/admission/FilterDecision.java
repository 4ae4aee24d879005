package dev.webendpoints.gateway.relay.admission;

import dev.webendpoints.gateway.http1.GatewayResponse;

/** The decision of a {@link RequestFilter} about a request. */
public sealed interface FilterDecision {

    /** Whether the endpoint would have sent CORS headers, so that the gateway's own responses must. */
    boolean cors();

    /** Receives the outcome of the request. */
    RequestObserver observer();

    /** @param reason why the request is refused */
    record Rejected(GatewayResponse answer, OutcomeReason reason, boolean cors, RequestObserver observer)
            implements FilterDecision {

        /** Reports the outcome; called once, when the answer is sent. */
        public void report() {
            observer.onEnd(RequestOutcome.rejected(reason, answer.status()));
        }
    }

    /**
     * @param leases source of the lease on a worker
     * @param endpointId id of the called endpoint; results of calls can be fetched only from the same endpoint
     * @param workspaceId workspace whose share of stored responses the request uses
     * @param timeoutMillis how long the function may take, from the moment it has a worker
     * @param credentialsUsed whether {@code Authorization} was meant for the gateway and must not reach the function
     */
    record Admitted(
            LeaseSource leases,
            String endpointId,
            String workspaceId,
            long timeoutMillis,
            boolean credentialsUsed,
            boolean cors,
            RequestObserver observer)
            implements FilterDecision {

        /** Returns a copy with another destination. */
        public Admitted to(LeaseSource other) {
            return new Admitted(other, endpointId, workspaceId, timeoutMillis, credentialsUsed, cors, observer);
        }
    }
}
