package dev.webendpoints.worker;

/**
 * Counts of workers and requests at one instant, for health and metrics.
 *
 * @param starting workers that are not ready yet
 * @param ready workers that take requests
 * @param draining workers that finish their requests or are exiting
 * @param leases running requests
 * @param waiting requests that wait for a worker
 */
public record PoolCounts(int starting, int ready, int draining, int leases, int waiting) {

    public static final PoolCounts NONE = new PoolCounts(0, 0, 0, 0, 0);

    public int workers() {
        return starting + ready + draining;
    }

    PoolCounts plus(PoolCounts other) {
        return new PoolCounts(
                starting + other.starting,
                ready + other.ready,
                draining + other.draining,
                leases + other.leases,
                waiting + other.waiting);
    }

    PoolCounts plus(WorkerState worker) {
        return plus(new PoolCounts(
                worker instanceof WorkerState.Starting ? 1 : 0,
                worker instanceof WorkerState.Ready ? 1 : 0,
                worker instanceof WorkerState.Draining ? 1 : 0,
                worker.leases(),
                0));
    }
}
