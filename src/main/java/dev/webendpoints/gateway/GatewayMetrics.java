package dev.webendpoints.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.routing.RoutesSwapped;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * Counts requests. Labels are bounded: no data sent by a client becomes one, and an endpoint has meters from its first
 * request until it is no longer routed.
 */
@Singleton
final class GatewayMetrics {

    private static final String NOBODY = "none";

    private final MeterRegistry registry;
    private final List<Duration> buckets;
    private final Routes routes;
    private final Map<String, RequestMeters> byEndpoint = new ConcurrentHashMap<>();
    private final RequestMeters nobodys;
    private final LongAdder active = new LongAdder();

    @Inject
    GatewayMetrics(MeterRegistry registry, GatewayConfig config, Routes routes) {
        this(registry, RelaySettingsFactory.latencyBuckets(config), routes);
    }

    /** @param buckets for histograms of the timers; none if empty */
    GatewayMetrics(MeterRegistry registry, List<Duration> buckets, Routes routes) {
        this.registry = registry;
        this.buckets = buckets;
        this.routes = routes;
        nobodys = new RequestMeters(registry, buckets, NOBODY, NOBODY);
        Gauge.builder("webendpoints.gateway.requests.active", active, LongAdder::sum)
                .description("Requests that wait for a worker or are being answered")
                .register(registry);
        Gauge.builder("webendpoints.gateway.direct.memory", this, GatewayMetrics::directMemory)
                .description(
                        "Direct memory that the pooled allocator has reserved, for the gateway's buffers and Quarkus's")
                .baseUnit("bytes")
                .register(registry);
    }

    private double directMemory() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    RequestMeters of(Route route) {
        RequestMeters meters = byEndpoint.get(route.endpointId());
        return meters != null
                ? meters
                : byEndpoint.computeIfAbsent(
                        route.endpointId(), id -> meters(id, route.kind().spelling()));
    }

    private RequestMeters meters(String endpointId, String kind) {
        return new RequestMeters(registry, buckets, endpointId, kind);
    }

    /** Returns the meters of requests whose endpoint is unknown. */
    RequestMeters unrouted() {
        return nobodys;
    }

    void onRequest() {
        active.increment();
    }

    void onRequestEnd() {
        active.decrement();
    }

    /** Exports the number of a server's open connections. */
    void watch(GatewayServer server) {
        Gauge.builder("webendpoints.gateway.connections", server, GatewayServer::openConnections)
                .description("Callers' connections that are open")
                .register(registry);
    }

    /** Counts access log lines that were dropped because they arrived faster than they could be written. */
    void watch(AccessLog log) {
        FunctionCounter.builder("webendpoints.gateway.access.log.dropped", log, AccessLog::dropped)
                .description("Lines of the access log that were dropped: they came faster than they could be written")
                .register(registry);
    }

    /** Removes the meters of endpoints that are no longer routed, so that short-lived ones leave nothing behind. */
    void onRoutesSwapped(@Observes RoutesSwapped swapped) {
        Set<String> routed = routes.current().routes().stream()
                .map(Route::endpointId)
                .filter(byEndpoint::containsKey)
                .collect(Collectors.toSet());
        byEndpoint.keySet().stream().filter(id -> !routed.contains(id)).forEach(this::forget);
    }

    private void forget(String endpointId) {
        RequestMeters meters = byEndpoint.remove(endpointId);
        if (meters != null) {
            meters.close();
        }
    }
}
