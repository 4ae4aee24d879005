package dev.webendpoints.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The timers of one endpoint, or of all requests without an endpoint. A timer is created when the first request ends
 * with its reason and status class, and then found by an index: no tags are compared while a request is handled.
 */
final class RequestMeters {

    static final String REQUESTS = "webendpoints.gateway.requests";
    static final String WAIT = "webendpoints.gateway.wait";

    /** Status classes; 0 for any other status. */
    private static final int CLASSES = 6;

    private static final int WAIT_INDEX = OutcomeReason.values().length * CLASSES;

    private final MeterRegistry registry;
    private final Duration[] buckets;
    private final Tags whose;
    private final AtomicReferenceArray<Timer> timers = new AtomicReferenceArray<>(WAIT_INDEX + 1);
    private volatile boolean closed;

    /** @param kind as the API spells it */
    RequestMeters(MeterRegistry registry, List<Duration> buckets, String endpointId, String kind) {
        this.registry = registry;
        this.buckets = buckets.isEmpty() ? null : buckets.toArray(Duration[]::new);
        whose = Tags.of("endpoint", endpointId, "kind", kind);
    }

    void onEnd(OutcomeReason reason, int status, long nanos) {
        int statusClass = status / 100 < CLASSES ? status / 100 : 0;
        int index = reason.ordinal() * CLASSES + statusClass;
        Timer timer = timers.getAcquire(index);
        if (timer == null) {
            timer = make(
                    index,
                    () -> builder(REQUESTS, "Requests, by how they ended")
                            .tags("reason", reason.label(), "status", statusClass + "xx"));
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    void onWaited(long nanos) {
        Timer timer = timers.getAcquire(WAIT_INDEX);
        if (timer == null) {
            timer = make(WAIT_INDEX, () -> builder(WAIT, "How long requests waited for a worker"));
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer.Builder builder(String name, String description) {
        return Timer.builder(name).description(description).tags(whose).serviceLevelObjectives(buckets);
    }

    /** When a timer is created while another thread closes, at least one of them removes it: no timer is left. */
    private Timer make(int index, Supplier<Timer.Builder> builder) {
        Timer timer = builder.get().register(registry);
        timers.set(index, timer);
        if (closed) {
            registry.remove(timer);
        }
        return timer;
    }

    /** Removes the timers from the registry. Requests that end later are not counted. */
    void close() {
        closed = true;
        for (int i = 0; i < timers.length(); i++) {
            Timer timer = timers.get(i);
            if (timer != null) {
                registry.remove(timer);
            }
        }
    }
}
