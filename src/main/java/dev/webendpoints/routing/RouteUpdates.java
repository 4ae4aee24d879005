package dev.webendpoints.routing;

import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import io.smallrye.mutiny.Uni;

/** Keeps the current route table up to date: takes each change of a published app in, made through any server. */
@ApplicationScoped
public class RouteUpdates {

    private final ChangeFeed feed;
    private final RouteReader reader;
    private final Routes routes;
    private final Event<RoutesSwapped> swapped;

    /** Numbers the tables. */
    private final AtomicLong revision = new AtomicLong();

    RouteUpdates(ChangeFeed feed, RouteReader reader, Routes routes, Event<RoutesSwapped> swapped) {
        this.feed = feed;
        this.reader = reader;
        this.routes = routes;
        this.swapped = swapped;
    }

    /** Completes when the table has all published endpoints; from then on changes are taken in. */
    public Uni<Void> start() {
        feed.subscribe(ChangeTopic.ROUTES, this::takeIn);
        return feed.announce(ChangeTopic.ROUTES, ChangeSet.EVERYTHING);
    }

    /** The feed makes one call at a time, so that the table does not change during a read. */
    private Uni<Void> takeIn(ChangeSet changes) {
        RouteTable current = routes.current();
        Uni<RouteTable> read = changes.everything() ? reader.everything() : reader.with(current, changes.keys());
        return read.invoke(table -> {
                    if (table != current) {
                        routes.swap(table, revision.incrementAndGet());
                        swapped.fire(new RoutesSwapped());
                    }
                })
                .replaceWithVoid();
    }
}
