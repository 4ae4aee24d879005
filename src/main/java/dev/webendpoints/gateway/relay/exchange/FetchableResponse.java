package dev.webendpoints.gateway.relay.exchange;

import dev.webendpoints.gateway.relay.admission.LeaseSource;

/**
 * A response that a client fetches later: the downstream of the exchange that produces it, and the source of the leases
 * of the requests that fetch it, for which it stands in for a worker.
 */
public interface FetchableResponse extends Downstream, LeaseSource {

    /** Returns the id of the call, {@code fc-…}, by which it is fetched. */
    String callId();
}
