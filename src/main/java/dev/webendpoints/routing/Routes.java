package dev.webendpoints.routing;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

/** Holds the current route table; readers see either the old one or the new one as a whole. */
@ApplicationScoped
public class Routes {

    private final AtomicReference<Revision> inForce = new AtomicReference<>(new Revision(RouteTable.EMPTY, 0));

    public RouteTable current() {
        return inForce.get().table();
    }

    /**
     * Makes the table current, unless a later one already is.
     *
     * @param revision increases with the time at which the table's data was read
     * @return whether the table became current
     */
    public boolean swap(RouteTable table, long revision) {
        Revision swapped = new Revision(table, revision);
        return inForce.accumulateAndGet(swapped, (current, next) -> next.number() > current.number() ? next : current)
                == swapped;
    }

    private record Revision(RouteTable table, long number) {}
}
