package dev.webendpoints.routing;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An immutable map from hostname (one lower-case DNS label) or custom domain to route. */
public final class RouteTable {

    public static final RouteTable EMPTY = of(List.of());

    private static final String WILDCARD = "*";

    private final Map<String, Route> byHostname;
    private final Map<String, Route> byDomain;
    private final Set<String> stopped;

    private RouteTable(Map<String, Route> byHostname, Map<String, Route> byDomain, Set<String> stopped) {
        this.byHostname = byHostname;
        this.byDomain = byDomain;
        this.stopped = stopped;
    }

    public static RouteTable of(Collection<Route> routes) {
        return of(routes, List.of(), List.of());
    }

    /**
     * @param domains of endpoints; one whose endpoint has no route is ignored
     * @param stopped hostnames of stopped apps; may include hostnames that have a route again
     */
    public static RouteTable of(
            Collection<Route> routes, Collection<CustomDomain> domains, Collection<String> stopped) {
        Map<String, Route> byEndpoint =
                routes.stream().collect(Collectors.toMap(Route::endpointId, Function.identity()));
        Map<String, Route> byDomain = new HashMap<>();
        for (CustomDomain domain : domains) {
            Route route = byEndpoint.get(domain.endpointId());
            if (route != null) {
                byDomain.put(domain.name(), route);
            }
        }
        return new RouteTable(
                routes.stream().collect(Collectors.toUnmodifiableMap(Route::hostname, route -> route)),
                Map.copyOf(byDomain),
                Set.copyOf(stopped));
    }

    /** Returns the route of a hostname, or null. */
    public Route find(String hostname) {
        return byHostname.get(hostname);
    }

    public boolean hasDomains() {
        return !byDomain.isEmpty();
    }

    /**
     * Returns the route of a custom domain, an exact one before a wildcard; null if there is none.
     *
     * @param host lower case, without port and trailing dot
     */
    public Route findByDomain(String host) {
        Route exact = byDomain.get(host);
        int dot = host.indexOf('.');
        return exact != null || dot <= 0 ? exact : byDomain.get(WILDCARD + host.substring(dot));
    }

    /** Returns whether an app that had this hostname was stopped. */
    public boolean isStopped(String hostname) {
        return stopped.contains(hostname);
    }

    public Collection<Route> routes() {
        return byHostname.values();
    }

    public Set<String> hostnames() {
        return byHostname.keySet();
    }
}
