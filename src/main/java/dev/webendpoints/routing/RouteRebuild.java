package dev.webendpoints.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import org.jboss.logging.Logger;

import dev.webendpoints.app.Functions;
import dev.webendpoints.app.ServedFunction;
import dev.webendpoints.endpoint.EndpointChanges;
import dev.webendpoints.endpoint.WebEndpoint;
import dev.webendpoints.endpoint.catalog.Endpoints;
import dev.webendpoints.endpoint.domain.EndpointDomain;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Rebuilds the current route table from the published endpoints. */
@ApplicationScoped
public class RouteRebuild implements EndpointChanges.Listener {

    private static final Logger LOG = Logger.getLogger(RouteRebuild.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);
    private static final Duration RETRIES_END = Duration.ofMinutes(10);

    /** The timeout of a check for changes, after which the next one can be tried. */
    private static final Duration LOOK_PATIENCE = Duration.ofSeconds(10);

    private static final String REVISION = "select number from route_revision";

    private final Endpoints endpoints;
    private final Functions functions;
    private final Routes routes;
    private final Event<RoutesSwapped> swapped;

    /** Numbers the rebuilds in the order in which they began to read. */
    private final AtomicLong begun = new AtomicLong();

    /** The database's revision when the current table was read. */
    private final AtomicLong seen = new AtomicLong();

    RouteRebuild(Endpoints endpoints, Functions functions, Routes routes, Event<RoutesSwapped> swapped) {
        this.endpoints = endpoints;
        this.functions = functions;
        this.routes = routes;
        this.swapped = swapped;
    }

    @Override
    public Uni<Void> onEndpointsChanged() {
        return rebuild();
    }

    /**
     * Completes when a table that was read after this call is current. Continues even if the subscriber cancels, and
     * retries for a while if the database is unavailable: what was committed must be served.
     */
    public Uni<Void> rebuild() {
        Context context = Vertx.currentContext();
        Uni<Void> rebuild = Uni.createFrom()
                .deferred(this::readAndSwap)
                .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .expireIn(RETRIES_END.toMillis())
                .memoize()
                .indefinitely();
        rebuild.subscribe().with(done -> {}, failure -> LOG.error("Route table rebuild failed", failure));
        return rebuild;
    }

    /** Rebuilds if anything was published since the last rebuild, by any server. */
    public Uni<Void> rebuildIfChanged() {
        return Panache.withSession(RouteRebuild::revision)
                .ifNoItem()
                .after(LOOK_PATIENCE)
                .fail()
                .chain(revision -> revision == seen.get() ? Uni.createFrom().voidItem() : rebuild());
    }

    private static Uni<Long> revision() {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(REVISION, Long.class).getSingleResult());
    }

    private Uni<Void> readAndSwap() {
        long begin = begun.incrementAndGet();
        return Panache.withTransaction(() -> oneSnapshot()
                        .chain(RouteRebuild::revision)
                        .chain(revision -> read().map(table -> new Reading(table, revision))))
                .invoke(reading -> {
                    if (routes.swap(reading.table(), begin)) {
                        seen.set(reading.revision());
                    }
                })
                .invoke(() -> swapped.fire(new RoutesSwapped()))
                .replaceWithVoid();
    }

    private record Reading(RouteTable table, long revision) {}

    private Uni<RouteTable> read() {
        return functions
                .served()
                .chain(served -> endpoints
                        .reachable()
                        .chain(all -> endpoints
                                .verifiedDomains()
                                .chain(domains -> endpoints
                                        .stoppedHostnames()
                                        .map(stopped -> table(all, served, domains, stopped)))));
    }

    /** Makes all queries see the same snapshot: a publish between them would produce an inconsistent table. */
    private static Uni<Integer> oneSnapshot() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("set transaction isolation level repeatable read read only")
                        .executeUpdate());
    }

    private static RouteTable table(
            List<WebEndpoint> endpoints,
            List<ServedFunction> served,
            List<EndpointDomain> domains,
            List<String> stopped) {
        Map<String, ServedFunction> byFunction =
                served.stream().collect(Collectors.toMap(ServedFunction::functionId, Function.identity()));
        List<Route> routes = endpoints.stream()
                .map(endpoint -> route(endpoint, byFunction.get(endpoint.functionId)))
                .filter(Objects::nonNull)
                .toList();
        return RouteTable.of(
                routes,
                domains.stream()
                        .map(domain -> new CustomDomain(domain.name(), domain.endpointId()))
                        .toList(),
                stopped);
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
