package dev.webendpoints.endpoint.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** The custom domains in the database. Queries for a caller are restricted to its workspace or an endpoint of it. */
@ApplicationScoped
public class EndpointDomains implements PanacheRepositoryBase<EndpointDomain, EndpointDomain.Key> {

    Uni<List<EndpointDomain>> ofEndpoints(Collection<String> endpointIds) {
        return endpointIds.isEmpty()
                ? Uni.createFrom().item(List.of())
                : list("key.endpointId in ?1 order by key.name", endpointIds);
    }

    /** Returns the domains of the workspace's endpoints with one of these names. */
    Uni<List<EndpointDomain>> named(String workspaceId, Collection<String> names) {
        return names.isEmpty()
                ? Uni.createFrom().item(List.of())
                : list("workspaceId = ?1 and key.name in ?2", workspaceId, names);
    }

    /** Returns the verified domains of all workspaces. */
    public Uni<List<EndpointDomain>> verified() {
        return list("verifiedAt is not null");
    }

    /** Returns the verified domains of endpoints of these apps. */
    public Uni<List<EndpointDomain>> verified(Collection<String> appIds) {
        return list(
                "verifiedAt is not null and key.endpointId in (select e.id from WebEndpoint e where e.appId in ?1)",
                appIds);
    }

    /** Returns the verified domains with these names, of all workspaces. */
    Uni<List<EndpointDomain>> holders(Collection<String> names) {
        return names.isEmpty()
                ? Uni.createFrom().item(List.of())
                : list("verifiedAt is not null and key.name in ?1", names);
    }

    /** Returns the pending domains of all workspaces that are due, the longest waiting first. */
    @WithSession
    Uni<List<EndpointDomain>> due(Instant now, int count) {
        return find("verifiedAt is null and nextCheckAt <= ?1 order by nextCheckAt", now)
                .range(0, count - 1)
                .list();
    }

    /** Locks a pending domain for a change; null if it has been removed or verified. */
    Uni<EndpointDomain> pendingLocked(EndpointDomain.Key key) {
        return find("key = ?1 and verifiedAt is null", key)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    Uni<Void> remove(Collection<EndpointDomain> gone) {
        return gone.isEmpty()
                ? Uni.createFrom().voidItem()
                : delete("key in ?1", gone.stream().map(domain -> domain.key).toList())
                        .replaceWithVoid();
    }
}
