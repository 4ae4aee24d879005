package dev.webendpoints.endpoint;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;

/** Tells, after a commit, that hostnames or what is behind them have changed. */
@ApplicationScoped
public class EndpointChanges {

    /** Told of every change, one call for each commit. */
    public interface Listener {

        /** Completes when requests see the change. */
        Uni<Void> onEndpointsChanged();
    }

    @All
    List<Listener> listeners;

    /** Completes when every listener has taken the change in. Call it outside the transaction. */
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
