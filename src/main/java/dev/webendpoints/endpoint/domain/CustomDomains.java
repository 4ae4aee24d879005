package dev.webendpoints.endpoint.domain;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.endpoint.EndpointNotFound;
import dev.webendpoints.endpoint.EndpointRepository;
import dev.webendpoints.endpoint.WebEndpoint;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** Lists and changes the custom domains of an endpoint for callers of the API. */
@ApplicationScoped
public class CustomDomains {

    private final EndpointRepository repository;
    private final EndpointDomains domains;
    private final DomainClaims claims;
    private final DomainChecks checks;
    private final ChangeFeed changes;

    CustomDomains(
            EndpointRepository repository,
            EndpointDomains domains,
            DomainClaims claims,
            DomainChecks checks,
            ChangeFeed changes) {
        this.repository = repository;
        this.domains = domains;
        this.claims = claims;
        this.checks = checks;
        this.changes = changes;
    }

    /**
     * Returns the effective domains, ordered by name.
     *
     * @throws EndpointNotFound through the Uni, also for an endpoint of another workspace
     */
    @WithSession
    public Uni<List<EndpointDomain>> list(String workspaceId, String endpointId) {
        return repository.ofWorkspace(workspaceId, endpointId).chain(this::inForce);
    }

    /**
     * Sets the domains of the endpoint; null restores those declared in code. New domains are pending until their
     * ownership is proven.
     *
     * @return the effective domains afterwards, ordered by name
     * @throws EndpointNotFound through the Uni, also for an endpoint of another workspace
     * @throws InvalidDomain through the Uni
     * @throws DomainTaken through the Uni
     */
    public Uni<List<EndpointDomain>> set(String workspaceId, String endpointId, Collection<String> wanted) {
        return Uni.createFrom()
                .item(() -> wanted == null ? null : claims.checked(wanted).toArray(String[]::new))
                .chain(checked -> Panache.withTransaction(() -> repository
                        .ofWorkspaceLocked(workspaceId, endpointId)
                        .invoke(endpoint -> endpoint.operatorDomains = checked)
                        .call(endpoint -> claims.apply(List.of(endpoint), Map.of()))
                        .chain(endpoint -> inForce(endpoint).map(domains -> new Changed(endpoint.appId, domains)))))
                .call(changed -> changes.announce(ChangeTopic.ROUTES, ChangeSet.of(changed.appId())))
                .invoke(checks::look)
                .map(Changed::domains);
    }

    private record Changed(String appId, List<EndpointDomain> domains) {}

    private Uni<List<EndpointDomain>> inForce(WebEndpoint endpoint) {
        return domains.ofEndpoints(List.of(endpoint.id));
    }
}
