package dev.webendpoints.boot;

import java.util.function.ToIntFunction;

import dev.webendpoints.worker.PoolCounts;
import dev.webendpoints.worker.WorkerPools;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Gauges of the pools of this server, summed over all functions. */
record PoolGauges(WorkerPools pools, MeterRegistry registry) {

    void register() {
        workers("starting", PoolCounts::starting);
        workers("ready", PoolCounts::ready);
        workers("draining", PoolCounts::draining);
        gauge("webendpoints.requests.running", PoolCounts::leases)
                .description("Requests that have a worker")
                .register(registry);
        gauge("webendpoints.requests.waiting", PoolCounts::waiting)
                .description("Requests that wait for a worker")
                .register(registry);
    }

    private void workers(String state, ToIntFunction<PoolCounts> count) {
        gauge("webendpoints.workers", count)
                .tag("state", state)
                .description("Workers by state")
                .register(registry);
    }

    private Gauge.Builder<WorkerPools> gauge(String name, ToIntFunction<PoolCounts> count) {
        return Gauge.builder(name, pools, all -> count.applyAsInt(all.counts()));
    }
}
