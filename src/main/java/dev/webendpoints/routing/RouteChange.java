package dev.webendpoints.routing;

import java.util.Collection;
import java.util.Set;

/**
 * Everything that some apps have now, in place of what a table has of them.
 *
 * @param appIds of the apps that were read
 * @param routes of these apps
 * @param domains of endpoints of these apps
 * @param stopped hostnames of those of the apps that were stopped
 */
record RouteChange(
        Set<String> appIds, Collection<Route> routes, Collection<CustomDomain> domains, Collection<String> stopped) {}
