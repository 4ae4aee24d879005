package dev.webendpoints.boot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.app.AutoscaledFunction;
import dev.webendpoints.app.AutoscalerChanges;
import dev.webendpoints.app.Autoscaling;
import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.routing.RoutesSwapped;
import dev.webendpoints.scaling.Policy;
import dev.webendpoints.worker.FunctionKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * Tells the pools which functions keep workers with nobody calling, and what was set of autoscalers since their deployment:
 * after every deployment, after every change on this server, and soon after one on another. While the database cannot be
 * reached, what was last known stays.
 */
@ApplicationScoped
class PoolScaling implements AutoscalerChanges.Listener {

    private static final Logger LOG = Logger.getLogger(PoolScaling.class);

    /** How late a change that another server made may be noticed. */
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Autoscaling autoscaling;
    private final Policies policies;
    private final PoolSwitch pools;
    private final ReactiveCalls calls;
    private final Recurring looks;
    private final AtomicLong readings = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();

    PoolScaling(
            Autoscaling autoscaling,
            Policies policies,
            PoolSwitch pools,
            ReactiveCalls calls,
            DatabaseWatch database,
            Vertx vertx) {
        this.autoscaling = autoscaling;
        this.policies = policies;
        this.pools = pools;
        this.calls = calls;
        this.looks = new Recurring(vertx, database, PERIOD, this::look);
    }

    void start() {
        looks.start();
    }

    void stop() {
        looks.stop();
    }

    /** After {@link PoolSwitch}, which then knows what is served. */
    void onRoutesSwapped(@Observes @Priority(PoolSwitch.ORDER + 1) RoutesSwapped swapped) {
        readWell();
    }

    @Override
    public Uni<Void> onAutoscalersChanged() {
        return Uni.createFrom().completionStage(this::readWell).replaceWithVoid();
    }

    private CompletionStage<Void> look() {
        return calls.start(autoscaling::revision)
                .thenCompose(revision -> revision == seen.get() ? CompletableFuture.completedFuture(null) : readWell());
    }

    /** One that fails is tried again by the next look. */
    private CompletionStage<Void> readWell() {
        return read().handle((done, failure) -> {
            if (failure != null) {
                seen.set(0);
                LOG.warnf(failure, "autoscaler settings could not be read, the last known ones stay");
            }
            return null;
        });
    }

    /** The revision is read first, so that a change during the reading is seen by the next look. */
    private CompletionStage<Void> read() {
        long number = readings.incrementAndGet();
        return calls.start(autoscaling::revision)
                .thenCompose(revision -> calls.start(autoscaling::special).thenAccept(found -> {
                    pools.scale(policiesOf(found), number);
                    seen.set(revision);
                }));
    }

    private Map<FunctionKey, Policy> policiesOf(List<AutoscaledFunction> found) {
        return found.stream()
                // Whoever has parameters is another function with each of their values: nobody knows which to keep.
                .filter(function -> function.spec().parameters().isEmpty())
                .collect(Collectors.toMap(PoolScaling::key, this::policy));
    }

    private static FunctionKey key(AutoscaledFunction found) {
        return new FunctionKey(found.function().function().id, found.function().definition().id);
    }

    private Policy policy(AutoscaledFunction found) {
        return policies.with(found.spec(), found.overridden());
    }
}
