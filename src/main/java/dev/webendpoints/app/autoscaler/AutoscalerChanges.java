package dev.webendpoints.app.autoscaler;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;

/** Notifies listeners after a commit that changed the autoscaler settings of a function. */
@ApplicationScoped
public class AutoscalerChanges {

    public interface Listener {

        /** Completes when the pools of this server use the new settings. */
        Uni<Void> onAutoscalersChanged();
    }

    @All
    List<Listener> listeners;

    /** Completes when every listener has completed. Must be called outside the transaction. */
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
