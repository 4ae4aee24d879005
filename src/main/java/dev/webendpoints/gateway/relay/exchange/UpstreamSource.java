package dev.webendpoints.gateway.relay.exchange;

import dev.webendpoints.lease.Lease;

/** Where exchanges get connections to workers. Confined to one event loop. */
public interface UpstreamSource {

    /** Returns an idle connection to this worker, or null. */
    Upstream take(String workerId);

    /** Opens a connection to the leased worker. Calls the waiter later. */
    void open(Lease lease, Waiter waiter);

    /** Receives exactly one of the two calls. */
    interface Waiter {

        void onConnected(Upstream opened);

        void onConnectFailed();
    }
}
