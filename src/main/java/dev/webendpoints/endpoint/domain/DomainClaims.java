package dev.webendpoints.endpoint.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.endpoint.HostnameConflicts;
import dev.webendpoints.endpoint.PublicUrls;
import dev.webendpoints.endpoint.WebEndpoint;
import dev.webendpoints.identity.Workspace;
import dev.webendpoints.identity.Workspaces;
import io.smallrye.mutiny.Uni;

/**
 * Updates the stored domains of endpoints to the effective ones: those set by the operator, or else those declared in
 * code. A new domain is verified immediately if it has no holder and either the operator's list allows it or another
 * endpoint of the app had proven it; otherwise it is pending. Must run in a transaction.
 */
@ApplicationScoped
public class DomainClaims {

    /** Maximum number of domains of one endpoint: each costs DNS queries while pending. More are likely a mistake. */
    static final int MOST = 100;

    private final EndpointDomains domains;
    private final Workspaces workspaces;
    private final AllowedDomains allowed;
    private final PublicUrls urls;

    DomainClaims(EndpointDomains domains, Workspaces workspaces, AllowedDomains allowed, PublicUrls urls) {
        this.domains = domains;
        this.workspaces = workspaces;
        this.allowed = allowed;
        this.urls = urls;
    }

    /**
     * Returns the validated domains without duplicates, in the given order.
     *
     * @throws InvalidDomain if a domain or their number is invalid
     */
    public List<String> checked(Collection<String> wanted) {
        List<DomainName> names = wanted.stream()
                .map(String::valueOf)
                .map(DomainName::of)
                .distinct()
                .toList();
        names.stream().filter(name -> name.isWithin(urls.domain())).findFirst().ifPresent(ours -> {
            throw InvalidDomain.ours(ours.value(), urls.domain());
        });
        if (names.size() > MOST) {
            throw InvalidDomain.tooMany(names.size(), MOST);
        }
        return names.stream().map(DomainName::value).toList();
    }

    /** Returns when the domains of these endpoints were verified, by name. Called before any endpoint is deleted. */
    public Uni<Map<String, Instant>> proven(Collection<WebEndpoint> endpoints) {
        return domains.ofEndpoints(
                        endpoints.stream().map(endpoint -> endpoint.id).toList())
                .map(present -> present.stream()
                        .filter(EndpointDomain::isVerified)
                        .collect(Collectors.toMap(EndpointDomain::name, domain -> domain.verifiedAt)));
    }

    /**
     * @param endpoints of one workspace, persisted, with their new domains
     * @param proven result of {@link #proven}: these domains stay verified if they move to another endpoint
     * @throws DomainTaken through the Uni
     */
    public Uni<Void> apply(Collection<WebEndpoint> endpoints, Map<String, Instant> proven) {
        if (endpoints.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String workspaceId = endpoints.iterator().next().workspaceId;
        Set<String> ids = endpoints.stream().map(endpoint -> endpoint.id).collect(Collectors.toSet());
        Set<String> names = rejectDuplicates(endpoints);
        return domains.ofEndpoints(ids)
                .chain(present -> domains.named(workspaceId, names)
                        .invoke(named -> refuseRivals(named, ids))
                        .chain(() -> apply(workspaceId, endpoints, present, proven)));
    }

    /**
     * Fails with {@link DomainTaken} if {@link #apply} would fail for these names.
     *
     * @param ownEndpoints ids of the endpoints that may hold them
     */
    public Uni<Void> refuseTaken(String workspaceId, Collection<String> names, Collection<String> ownEndpoints) {
        return domains.named(workspaceId, names)
                .invoke(named -> refuseRivals(named, ownEndpoints))
                .replaceWithVoid();
    }

    private Uni<Void> apply(
            String workspaceId,
            Collection<WebEndpoint> endpoints,
            List<EndpointDomain> present,
            Map<String, Instant> proven) {
        Map<EndpointDomain.Key, WebEndpoint> missing = new HashMap<>();
        endpoints.forEach(endpoint ->
                endpoint.domains().forEach(name -> missing.put(new EndpointDomain.Key(endpoint.id, name), endpoint)));
        List<EndpointDomain> gone = present.stream()
                .filter(domain -> missing.remove(domain.key) == null)
                .toList();
        Instant now = Instant.now();
        List<EndpointDomain> added = missing.entrySet().stream()
                .map(entry ->
                        EndpointDomain.pending(entry.getValue(), entry.getKey().name(), now))
                .toList();
        return domains.remove(gone)
                .chain(() -> added.isEmpty() ? Uni.createFrom().voidItem() : add(workspaceId, added, proven, now));
    }

    private Uni<Void> add(String workspaceId, List<EndpointDomain> added, Map<String, Instant> proven, Instant now) {
        List<String> names = added.stream().map(EndpointDomain::name).toList();
        return workspaces
                .findById(workspaceId)
                .chain(workspace -> domains.holders(names)
                        .invoke(holders -> added.forEach(domain -> verify(domain, workspace, holders, proven, now))))
                .chain(() -> domains.persist(added))
                .chain(domains::flush)
                .onFailure(HostnameConflicts::isDomainViolated)
                .transform(raced -> new DomainTaken(String.join(" or ", names)));
    }

    private void verify(
            EndpointDomain domain,
            Workspace workspace,
            List<EndpointDomain> holders,
            Map<String, Instant> proven,
            Instant now) {
        boolean free = holders.stream().noneMatch(holder -> holder.name().equals(domain.name()));
        if (free && proven.containsKey(domain.name())) {
            domain.verifiedAt = proven.get(domain.name());
        } else if (free && allowed.allows(workspace.name, new DomainName(domain.name()))) {
            domain.verifiedAt = now;
        }
    }

    private static Set<String> rejectDuplicates(Collection<WebEndpoint> endpoints) {
        Set<String> seen = new HashSet<>();
        endpoints.stream().flatMap(endpoint -> endpoint.domains().stream()).forEach(name -> {
            if (!seen.add(name)) {
                throw new DomainTaken(name);
            }
        });
        return seen;
    }

    private static void refuseRivals(List<EndpointDomain> named, Collection<String> ownEndpoints) {
        named.stream()
                .filter(domain -> !ownEndpoints.contains(domain.endpointId()))
                .findFirst()
                .ifPresent(rival -> {
                    throw new DomainTaken(rival.name());
                });
    }
}
