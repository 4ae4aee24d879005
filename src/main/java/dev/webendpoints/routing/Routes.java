package dev.webendpoints.routing;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

/** Holds the table that is in force; readers see either the old one or the new one, whole. */
@ApplicationScoped
public class Routes {

    private final AtomicReference<RouteTable> table = new AtomicReference<>(RouteTable.EMPTY);

    public RouteTable current() {
        return table.get();
    }

    public void swap(RouteTable next) {
        table.set(next);
    }
}
