package dev.webendpoints.app;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;

/** Tells, after a commit, that a function's autoscaler was given other settings. */
@ApplicationScoped
public class AutoscalerChanges {

    public interface Listener {

        /** Completes when the pools of this server follow. */
        Uni<Void> onAutoscalersChanged();
    }

    @All
    List<Listener> listeners;

    /** Completes when every listener has taken the change in. Call it outside the transaction. */
    Uni<Void> announce() {
        return listeners.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(listeners.stream()
                                .map(Listener::onAutoscalersChanged)
                                .toList())
                        .andCollectFailures()
                        .replaceWithVoid();
    }
}
