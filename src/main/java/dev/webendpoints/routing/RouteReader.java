package dev.webendpoints.routing;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.Functions;
import dev.webendpoints.app.ServedFunction;
import dev.webendpoints.endpoint.WebEndpoint;
import dev.webendpoints.endpoint.catalog.ReachableEndpoints;
import dev.webendpoints.endpoint.catalog.ReachableEndpoints.Reachable;
import dev.webendpoints.endpoint.domain.EndpointDomain;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** Reads routes from the published endpoints: all of them, or those of some apps. Each read sees one snapshot. */
@ApplicationScoped
class RouteReader {

    /** Apps with more hostnames are read with all others: a query takes a limited number of parameters. */
    private static final int MOST_HOSTNAMES = 10_000;

    private final ReachableEndpoints endpoints;
    private final Functions functions;

    RouteReader(ReachableEndpoints endpoints, Functions functions) {
        this.endpoints = endpoints;
        this.functions = functions;
    }

    Uni<RouteTable> everything() {
        return inSnapshot(() -> functions
                .served()
                .chain(served -> endpoints
                        .all()
                        .map(found -> RouteTable.of(
                                routes(found.endpoints(), served), domains(found.domains()), found.stopped()))));
    }

    /** Returns the table with what has changed of these apps, and of apps that have taken hostnames from them. */
    Uni<RouteTable> with(RouteTable table, Set<String> appIds) {
        return table.hostnamesOf(appIds).size() > MOST_HOSTNAMES
                ? everything()
                : inSnapshot(() -> change(table, appIds)).map(table::with);
    }

    private Uni<RouteChange> change(RouteTable table, Set<String> appIds) {
        return endpoints.ofApps(appIds, table.hostnamesOf(appIds)).chain(found -> {
            Set<String> all = new HashSet<>(appIds);
            found.endpoints().forEach(endpoint -> all.add(endpoint.appId));
            return all.equals(appIds) ? change(appIds, found) : change(table, all);
        });
    }

    private Uni<RouteChange> change(Set<String> appIds, Reachable found) {
        return functions
                .served(appIds)
                .map(served -> new RouteChange(
                        appIds, routes(found.endpoints(), served), domains(found.domains()), found.stopped()));
    }

    /** Makes all queries see the same snapshot: a publish between them would produce an inconsistent table. */
    private static <T> Uni<T> inSnapshot(Supplier<Uni<T>> queries) {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery("set transaction isolation level repeatable read read only")
                        .executeUpdate())
                .chain(isolated -> queries.get()));
    }

    private static List<CustomDomain> domains(List<EndpointDomain> domains) {
        return domains.stream()
                .map(domain -> new CustomDomain(domain.name(), domain.endpointId()))
                .toList();
    }

    private static List<Route> routes(List<WebEndpoint> endpoints, List<ServedFunction> served) {
        Map<String, ServedFunction> byFunction =
                served.stream().collect(Collectors.toMap(ServedFunction::functionId, Function.identity()));
        return endpoints.stream()
                .map(endpoint -> route(endpoint, byFunction.get(endpoint.functionId)))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns null for an endpoint whose function has just ended. */
    private static Route route(WebEndpoint endpoint, ServedFunction served) {
        return served == null
                ? null
                : new Route(
                        endpoint.hostname,
                        endpoint.id,
                        endpoint.workspaceId,
                        endpoint.environmentId,
                        endpoint.appId,
                        endpoint.functionId,
                        served.definitionId(),
                        endpoint.method,
                        endpoint.kind,
                        endpoint.auth(),
                        Duration.ofSeconds(served.timeoutSecs()),
                        ClassParameters.of(served.parameters()));
    }
}
