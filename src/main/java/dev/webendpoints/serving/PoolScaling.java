package dev.webendpoints.serving;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.webendpoints.app.autoscaler.AutoscaledFunction;
import dev.webendpoints.app.autoscaler.Autoscaling;
import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.routing.RoutesSwapped;
import dev.webendpoints.scaling.ScalingPolicy;
import io.smallrye.mutiny.Uni;

/**
 * Applies to the pools the policies of functions that keep workers without requests, and the autoscaler settings
 * changed since the deployment: after each deployment, and after each change through any server. While the database is
 * unreachable, the last known policies stay in force.
 */
@ApplicationScoped
public class PoolScaling {

    private final ChangeFeed feed;
    private final Autoscaling autoscaling;
    private final ScalingPolicies policies;
    private final Rollout pools;

    PoolScaling(ChangeFeed feed, Autoscaling autoscaling, ScalingPolicies policies, Rollout pools) {
        this.feed = feed;
        this.autoscaling = autoscaling;
        this.policies = policies;
        this.pools = pools;
    }

    /** Applies all policies now, and again after each change. Returns immediately. */
    public void start() {
        feed.subscribe(ChangeTopic.AUTOSCALERS, changes -> apply());
        applyLater();
    }

    /** Runs after {@link Rollout} has updated the served versions. */
    void onRoutesSwapped(@Observes @Priority(Rollout.ORDER + 1) RoutesSwapped swapped) {
        applyLater();
    }

    private void applyLater() {
        feed.announce(ChangeTopic.AUTOSCALERS, ChangeSet.EVERYTHING).subscribe().with(applied -> {});
    }

    private Uni<Void> apply() {
        return autoscaling
                .overridden()
                .invoke(found -> pools.scale(policiesOf(found)))
                .replaceWithVoid();
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
