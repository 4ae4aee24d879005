package dev.webendpoints.scaling;

import java.time.Instant;
import java.util.List;

/**
 * The state of one pool at one instant.
 *
 * @param starting workers that are not ready yet
 * @param ready workers that take requests
 * @param finishing workers that take no more requests and still have some
 * @param leases requests that run on ready workers
 * @param waiting requests that wait for a worker
 * @param idleSince one instant for each ready worker without a request: when its last one ended
 * @param traffic the history of the pool
 */
public record PoolObservation(
        int starting,
        int ready,
        int finishing,
        int leases,
        int waiting,
        List<Instant> idleSince,
        TrafficStatistics traffic) {

    public PoolObservation {
        idleSince = List.copyOf(idleSince);
    }

    int present() {
        return starting + ready;
    }
}
