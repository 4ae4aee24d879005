package dev.webendpoints.endpoint;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Workspace;
import dev.webendpoints.identity.Workspaces;
import io.smallrye.mutiny.Uni;

/**
 * Makes the domains of endpoints those that are in force: asked for by the operator, or else by the code. A new one is
 * verified at once where the operator's list allows it and nobody has it, or when it comes from another endpoint of the
 * app, which had proven it; otherwise it is pending. All belongs into a transaction.
 */
@ApplicationScoped
class DomainClaims {

    /** More of them on one endpoint are somebody's mistake: each costs queries while it is pending. */
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
     * Without doubles, in the order in which they were asked for.
     *
     * @throws InvalidDomain when a domain, or their number, is not allowed
     */
    List<String> checked(Collection<String> wanted) {
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

    /** When the domains of these endpoints were verified, by name; to be asked before any of them is deleted. */
    Uni<Map<String, Instant>> proven(Collection<WebEndpoint> endpoints) {
        return domains.ofEndpoints(
                        endpoints.stream().map(endpoint -> endpoint.id).toList())
                .map(present -> present.stream()
                        .filter(EndpointDomain::isVerified)
                        .collect(Collectors.toMap(EndpointDomain::name, domain -> domain.verifiedAt)));
    }

    /**
     * @param endpoints of one workspace, saved, with the names that they shall have
     * @param proven by {@link #proven}: these stay verified although they move to another endpoint
     * @throws DomainTaken by the Uni
     */
    Uni<Void> settle(Collection<WebEndpoint> endpoints, Map<String, Instant> proven) {
        if (endpoints.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String workspaceId = endpoints.iterator().next().workspaceId;
        Set<String> ids = endpoints.stream().map(endpoint -> endpoint.id).collect(Collectors.toSet());
        Set<String> names = refuseTwins(endpoints);
        return domains.ofEndpoints(ids)
                .chain(present -> domains.named(workspaceId, names)
                        .invoke(named -> refuseRivals(named, ids))
                        .chain(() -> settle(workspaceId, endpoints, present, proven)));
    }

    /**
     * What {@link #settle} would say against these names.
     *
     * @param ownEndpoints those that may have them
     */
    Uni<Void> refuseTaken(String workspaceId, Collection<String> names, Collection<String> ownEndpoints) {
        return domains.named(workspaceId, names)
                .invoke(named -> refuseRivals(named, ownEndpoints))
                .replaceWithVoid();
    }

    private Uni<Void> settle(
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
                .onFailure(Taken::isDomainViolated)
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

    private static Set<String> refuseTwins(Collection<WebEndpoint> endpoints) {
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
