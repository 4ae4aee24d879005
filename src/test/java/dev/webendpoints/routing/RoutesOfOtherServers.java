package dev.webendpoints.routing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.testing.Await;

/** Routes as another server on the same database has them. */
@ApplicationScoped
public class RoutesOfOtherServers {

    private final RouteReader reader;
    private final Event<RoutesSwapped> swapped;

    RoutesOfOtherServers(RouteReader reader, Event<RoutesSwapped> swapped) {
        this.reader = reader;
        this.swapped = swapped;
    }

    /** Returns routes that follow the changes that the feed delivers. */
    public Routes following(ChangeFeed feed) {
        Routes routes = new Routes();
        Await.item(new RouteUpdates(feed, reader, routes, swapped)::start);
        return routes;
    }
}
