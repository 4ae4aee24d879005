package dev.webendpoints.routing;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** An immutable snapshot: hostname (one lower-case DNS label) to route. */
public final class RouteTable {

    public static final RouteTable EMPTY = new RouteTable(Map.of());

    private final Map<String, Route> byHostname;

    private RouteTable(Map<String, Route> byHostname) {
        this.byHostname = byHostname;
    }

    public static RouteTable of(Collection<Route> routes) {
        return new RouteTable(routes.stream().collect(Collectors.toUnmodifiableMap(Route::hostname, route -> route)));
    }

    /** The route of a hostname, or null. */
    public Route find(String hostname) {
        return byHostname.get(hostname);
    }

    public Collection<Route> routes() {
        return byHostname.values();
    }
}
