package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Answer;

/** What the door says to a request. */
public sealed interface Verdict {

    /** Whether the endpoint would have sent CORS headers, so that our own answers must. */
    boolean cors();

    /** Who is told how it ended. */
    Tally tally();

    record Refused(Answer answer, boolean cors, Tally tally) implements Verdict {}

    /**
     * @param destinations where a worker comes from
     * @param endpointId whose it is; results of calls are fetched from the endpoint that was called
     * @param workspaceId whose share of the answers that are kept it draws on
     * @param timeoutMillis how long the function may take, from the moment it has a worker
     * @param credentialsUsed whether {@code Authorization} was ours, and must not reach the function
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

        /** The same to another destination. */
        Admitted to(Destinations other) {
            return new Admitted(other, endpointId, workspaceId, timeoutMillis, credentialsUsed, cors, tally);
        }
    }
}
