package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Answer;

/** The door's decision about a request. */
public sealed interface Verdict {

    /** Whether the endpoint would have sent CORS headers, so that the gateway's own responses must. */
    boolean cors();

    /** Receives the outcome of the request. */
    Tally tally();

    record Refused(Answer answer, boolean cors, Tally tally) implements Verdict {}

    /**
     * @param destinations where the lease on a worker comes from
     * @param endpointId of the called endpoint; results of calls can be fetched from the same endpoint only
     * @param workspaceId whose share of kept responses the request uses
     * @param timeoutMillis how long the function may take, from the moment it has a worker
     * @param credentialsUsed whether {@code Authorization} was meant for the gateway and must not reach the function
     */
    record Admitted(
            Destinations destinations,
            String endpointId,
            String workspaceId,
            long timeoutMillis,
            boolean credentialsUsed,
            boolean cors,
            Tally tally)
            implements Verdict {

        /** Returns a copy with another destination. */
        Admitted to(Destinations other) {
            return new Admitted(other, endpointId, workspaceId, timeoutMillis, credentialsUsed, cors, tally);
        }
    }
}
