package dev.webendpoints.routing;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

/** Holds the table that is in force; readers see either the old one or the new one, whole. */
@ApplicationScoped
public class Routes {

    private final AtomicReference<Revision> inForce = new AtomicReference<>(new Revision(RouteTable.EMPTY, 0));

    public RouteTable current() {
        return inForce.get().table();
    }

    /**
     * Puts the table in force, unless a later one is already.
     *
     * @param revision grows with the moment at which the table's data was read
     */
    public boolean swap(RouteTable table, long revision) {
        Revision swapped = new Revision(table, revision);
        return inForce.accumulateAndGet(swapped, (current, next) -> next.number() > current.number() ? next : current)
                == swapped;
    }

    private record Revision(RouteTable table, long number) {}
}
