package dev.webendpoints.gateway;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.RouteTable;

/**
 * Token buckets of endpoints and workspaces. Consulted after the access check, so that unauthenticated requests consume
 * nothing; all clients of a public endpoint share its limit. The endpoint's bucket comes first: an endpoint over its
 * own limit consumes nothing of its workspace's.
 *
 * <p>Buckets outlive route tables, and are removed when nothing of theirs is routed any more, so their number is
 * bounded by that of the routes.
 */
final class RateLimits {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Kind endpoints;
    private final Kind workspaces;
    private final LongSupplier clock;

    /** @param clock monotonic, in nanoseconds */
    RateLimits(Settings settings, LongSupplier clock) {
        this.clock = clock;
        endpoints = new Kind("endpoint", settings.endpoint(), settings.burstSeconds());
        workspaces = new Kind("workspace", settings.workspace(), settings.burstSeconds());
    }

    static RateLimits off() {
        return new RateLimits(new Settings(OptionalDouble.empty(), OptionalDouble.empty(), 0), System::nanoTime);
    }

    /** Returns null if the request may proceed. */
    GatewayResponse refusal(Route route) {
        if (endpoints.off() && workspaces.off()) {
            return null;
        }
        long now = clock.getAsLong();
        GatewayResponse refusal = endpoints.refusal(route.endpointId(), now);
        return refusal == null ? workspaces.refusal(route.workspaceId(), now) : refusal;
    }

    /** Removes the buckets of endpoints and workspaces that are no longer routed. */
    void keepOnly(RouteTable table) {
        endpoints.keepOnly(table.routes().stream().map(Route::endpointId).collect(Collectors.toSet()));
        workspaces.keepOnly(table.routes().stream().map(Route::workspaceId).collect(Collectors.toSet()));
    }

    int buckets() {
        return endpoints.buckets.size() + workspaces.buckets.size();
    }

    /**
     * @param endpoint requests per second of each endpoint; absent for no limit
     * @param workspace requests per second of each workspace; absent for no limit
     * @param burstSeconds the size of a burst, in seconds of the rate
     */
    record Settings(OptionalDouble endpoint, OptionalDouble workspace, double burstSeconds) {

        /** @throws IllegalArgumentException naming key, value and allowed range */
        static Settings of(GatewayConfig.RateLimit config) {
            positive("endpoint", config.endpoint());
            positive("workspace", config.workspace());
            positive("burst", OptionalDouble.of(config.burst()));
            return new Settings(config.endpoint(), config.workspace(), config.burst());
        }

        private static void positive(String key, OptionalDouble value) {
            if (value.isPresent() && !(value.getAsDouble() > 0 && value.getAsDouble() < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("webendpoints.gateway.rate-limit." + key + " is "
                        + value.getAsDouble() + "; it must be a number above 0");
            }
        }
    }

    private static final class Kind {

        private final String name;
        private final OptionalDouble perSecond;
        private final double burstSeconds;
        private final Map<String, RateLimit> buckets = new ConcurrentHashMap<>();

        Kind(String name, OptionalDouble perSecond, double burstSeconds) {
            this.name = name;
            this.perSecond = perSecond;
            this.burstSeconds = burstSeconds;
        }

        boolean off() {
            return perSecond.isEmpty();
        }

        GatewayResponse refusal(String id, long now) {
            if (off()) {
                return null;
            }
            RateLimit bucket = buckets.get(id);
            if (bucket == null) {
                bucket =
                        buckets.computeIfAbsent(id, added -> new RateLimit(perSecond.getAsDouble(), burstSeconds, now));
            }
            long wait = bucket.take(now);
            return wait == 0 ? null : tooMany(wait);
        }

        private GatewayResponse tooMany(long waitNanos) {
            return new GatewayResponse(
                    429,
                    "the rate limit of this " + name + " is reached: " + number(perSecond.getAsDouble())
                            + " requests per second (webendpoints.gateway.rate-limit." + name + ")",
                    List.of(),
                    (waitNanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
        }

        private static String number(double value) {
            return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        }

        void keepOnly(Set<String> ids) {
            buckets.keySet().retainAll(ids);
        }
    }
}
