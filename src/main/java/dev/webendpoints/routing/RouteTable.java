package dev.webendpoints.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An immutable map from hostname (one lower-case DNS label) or custom domain to route. */
public final class RouteTable {

    public static final RouteTable EMPTY = of(List.of());

    /** Maximum number of stopped hostnames that a change leaves in the table; those added first go first. */
    static final int MOST_STOPPED = 10_000;

    private static final String WILDCARD = "*";

    private final Map<String, Route> byHostname;
    private final Map<String, Route> byDomain;
    private final Set<String> stopped;

    private RouteTable(Map<String, Route> byHostname, Map<String, Route> byDomain, Set<String> stopped) {
        this.byHostname = Collections.unmodifiableMap(byHostname);
        this.byDomain = byDomain;
        this.stopped = stopped;
    }

    public static RouteTable of(Collection<Route> routes) {
        return of(routes, List.of(), List.of());
    }

    /**
     * @param domains of endpoints; one whose endpoint has no route is ignored
     * @param stopped hostnames of stopped apps, oldest first; may include hostnames that have a route again
     * @throws IllegalStateException if two routes have one hostname or one endpoint
     */
    public static RouteTable of(
            Collection<Route> routes, Collection<CustomDomain> domains, Collection<String> stopped) {
        return new RouteTable(
                routes.stream().collect(Collectors.toMap(Route::hostname, Function.identity())),
                byDomain(routes, domains),
                new LinkedHashSet<>(stopped));
    }

    private static Map<String, Route> byDomain(Collection<Route> routes, Collection<CustomDomain> domains) {
        Map<String, Route> byEndpoint =
                routes.stream().collect(Collectors.toMap(Route::endpointId, Function.identity()));
        Map<String, Route> byDomain = new HashMap<>();
        for (CustomDomain domain : domains) {
            Route route = byEndpoint.get(domain.endpointId());
            if (route != null) {
                byDomain.put(domain.name(), route);
            }
        }
        return byDomain;
    }

    /**
     * Returns a table with the change; this one if nothing differs. A hostname or domain that the change gives to
     * another endpoint is taken from the one that has it here.
     */
    RouteTable with(RouteChange change) {
        Map<String, Route> domains = byDomain(change.routes(), change.domains());
        if (has(change, domains)) {
            return this;
        }
        Map<String, Route> routes = new HashMap<>(byHostname);
        routes.values().removeIf(isOf(change));
        Set<String> displaced = new HashSet<>();
        for (Route route : change.routes()) {
            Route before = routes.put(route.hostname(), route);
            if (before != null) {
                displaced.add(before.endpointId());
            }
        }
        Map<String, Route> allDomains = new HashMap<>(byDomain);
        allDomains.values().removeIf(isOf(change).or(route -> displaced.contains(route.endpointId())));
        allDomains.putAll(domains);
        return new RouteTable(routes, allDomains, stoppedWith(change));
    }

    private boolean has(RouteChange change, Map<String, Route> domains) {
        Set<Route> routes =
                byHostname.values().stream().filter(isOf(change)).collect(Collectors.toCollection(HashSet::new));
        Map<String, Route> ownDomains = byDomain.entrySet().stream()
                .filter(entry -> isOf(change).test(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return routes.equals(new HashSet<>(change.routes()))
                && ownDomains.equals(domains)
                && stopped.containsAll(change.stopped());
    }

    private static Predicate<Route> isOf(RouteChange change) {
        return route -> change.appIds().contains(route.appId());
    }

    private Set<String> stoppedWith(RouteChange change) {
        Set<String> all = new LinkedHashSet<>(stopped);
        change.routes().forEach(route -> all.remove(route.hostname()));
        all.addAll(change.stopped());
        Iterator<String> oldest = all.iterator();
        while (all.size() > MOST_STOPPED) {
            oldest.next();
            oldest.remove();
        }
        return all;
    }

    /** Returns the hostnames of these apps. */
    Set<String> hostnamesOf(Set<String> appIds) {
        return byHostname.values().stream()
                .filter(route -> appIds.contains(route.appId()))
                .map(Route::hostname)
                .collect(Collectors.toSet());
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
