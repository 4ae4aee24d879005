package dev.webendpoints.serving;

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

import dev.webendpoints.app.autoscaler.AutoscaledFunction;
import dev.webendpoints.app.autoscaler.AutoscalerChanges;
import dev.webendpoints.app.autoscaler.Autoscaling;
import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.database.RecurringQuery;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.routing.RoutesSwapped;
import dev.webendpoints.scaling.ScalingPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * Applies to the pools the policies of functions that keep workers without requests, and the autoscaler settings
 * changed since the deployment: after each deployment, after each change on this server, and soon after a change on
 * another server. While the database is unreachable, the last known policies stay in force.
 */
@ApplicationScoped
public class PoolScaling implements AutoscalerChanges.Listener {

    private static final Logger LOG = Logger.getLogger(PoolScaling.class);

    /** Maximum delay until a change by another server is detected. */
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Autoscaling autoscaling;
    private final ScalingPolicies policies;
    private final Rollout pools;
    private final ReactiveCalls calls;
    private final RecurringQuery looks;
    private final AtomicLong readings = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();

    PoolScaling(
            Autoscaling autoscaling,
            ScalingPolicies policies,
            Rollout pools,
            ReactiveCalls calls,
            DatabaseWatch database,
            Vertx vertx) {
        this.autoscaling = autoscaling;
        this.policies = policies;
        this.pools = pools;
        this.calls = calls;
        this.looks = new RecurringQuery(vertx, database, PERIOD, this::look);
    }

    public void start() {
        looks.start();
    }

    public void stop() {
        looks.stop();
    }

    /** Runs after {@link Rollout} has updated the served versions. */
    void onRoutesSwapped(@Observes @Priority(Rollout.ORDER + 1) RoutesSwapped swapped) {
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

    /** A failed read is retried by the next poll. */
    private CompletionStage<Void> readWell() {
        return read().handle((done, failure) -> {
            if (failure != null) {
                seen.set(0);
                LOG.warnf(failure, "Autoscaler settings refresh failed, keeping the last known ones");
            }
            return null;
        });
    }

    /** Reads the revision first, so that the next poll detects a change during the read. */
    private CompletionStage<Void> read() {
        long number = readings.incrementAndGet();
        return calls.start(autoscaling::revision)
                .thenCompose(revision -> calls.start(autoscaling::overridden).thenAccept(found -> {
                    pools.scale(policiesOf(found), number);
                    seen.set(revision);
                }));
    }

    private Map<FunctionKey, ScalingPolicy> policiesOf(List<AutoscaledFunction> found) {
        return found.stream()
                // A class with parameters has one pool for each combination of values: which to keep is unknown.
                .filter(function -> function.spec().parameters().isEmpty())
                .collect(Collectors.toMap(PoolScaling::key, this::policy));
    }

    private static FunctionKey key(AutoscaledFunction found) {
        return new FunctionKey(found.function().function().id, found.function().definition().id);
    }

    private ScalingPolicy policy(AutoscaledFunction found) {
        return policies.with(found.spec(), found.overridden());
    }
}
