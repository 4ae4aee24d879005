package dev.webendpoints.endpoint.catalog;

import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.endpoint.EndpointRepository;
import dev.webendpoints.endpoint.StoppedHostnames;
import dev.webendpoints.endpoint.WebEndpoint;
import dev.webendpoints.endpoint.domain.EndpointDomain;
import dev.webendpoints.endpoint.domain.EndpointDomains;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** Reads what the routes need of the endpoints of all workspaces. */
@ApplicationScoped
public class ReachableEndpoints {

    private final EndpointRepository repository;
    private final EndpointDomains domains;
    private final StoppedHostnames stopped;

    ReachableEndpoints(EndpointRepository repository, EndpointDomains domains, StoppedHostnames stopped) {
        this.repository = repository;
        this.domains = domains;
        this.stopped = stopped;
    }

    /**
     * @param endpoints with a hostname
     * @param domains verified ones
     * @param stopped the most recent hostnames of stopped apps, oldest first
     */
    public record Reachable(List<WebEndpoint> endpoints, List<EndpointDomain> domains, List<String> stopped) {}

    @WithSession
    public Uni<Reachable> all() {
        return repository
                .reachable()
                .chain(endpoints -> domains.verified()
                        .chain(verified ->
                                stopped.all().map(hostnames -> new Reachable(endpoints, verified, hostnames))));
    }

    /** Returns what these apps have, and the endpoints that have one of these hostnames, of whatever app. */
    @WithSession
    public Uni<Reachable> ofApps(Collection<String> appIds, Collection<String> hostnames) {
        return repository
                .reachable(appIds, hostnames)
                .chain(endpoints -> domains.verified(appIds)
                        .chain(verified ->
                                stopped.ofApps(appIds).map(gone -> new Reachable(endpoints, verified, gone))));
    }
}
