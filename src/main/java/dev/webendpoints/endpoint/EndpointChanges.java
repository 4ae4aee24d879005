package dev.webendpoints.endpoint;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;

/** Notifies listeners, after a commit, that hostnames or their targets have changed. */
@ApplicationScoped
public class EndpointChanges {

    /** Receives one call for each commit. */
    public interface Listener {

        /** Completes when the change is in effect for requests. */
        Uni<Void> onEndpointsChanged();
    }

    @All
    List<Listener> listeners;

    /** Completes when all listeners have applied the change. Must be called outside the transaction. */
    public Uni<Void> announce() {
        return listeners.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(listeners.stream()
                                .map(Listener::onEndpointsChanged)
                                .toList())
                        .andCollectFailures()
                        .replaceWithVoid();
    }
}
