package dev.webendpoints.endpoint;

import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

/** The web endpoints in the database. Queries for a caller are restricted to its workspace. */
@ApplicationScoped
public class EndpointRepository implements PanacheRepositoryBase<WebEndpoint, String> {

    /** The first condition on the time serves the index; the second one excludes rows up to the cursor. */
    private static final String AFTER_CURSOR =
            "workspaceId = ?1 and createdAt >= ?2 and (createdAt > ?2 or id > ?3)" + " order by createdAt, id";

    public Uni<List<WebEndpoint>> after(String workspaceId, PageCursor cursor, int count) {
        return find(AFTER_CURSOR, workspaceId, cursor.createdAt(), cursor.id())
                .range(0, count - 1)
                .list();
    }

    public Uni<WebEndpoint> ofWorkspace(String workspaceId, String id) {
        return find("workspaceId = ?1 and id = ?2", workspaceId, id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new EndpointNotFound(id));
    }

    /** Locks the row for a change: the second of two callers waits and sees the changes of the first. */
    public Uni<WebEndpoint> ofWorkspaceLocked(String workspaceId, String id) {
        return find("workspaceId = ?1 and id = ?2", workspaceId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new EndpointNotFound(id));
    }

    public Uni<List<WebEndpoint>> ofApp(String appId) {
        return list("appId", appId);
    }

    /** Locks the rows for a change, as {@link #ofWorkspaceLocked}. */
    public Uni<List<WebEndpoint>> ofAppLocked(String appId) {
        return find("appId = ?1 order by id", appId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Locks the rows of an environment for a change. */
    public Uni<List<WebEndpoint>> ofEnvironmentLocked(String environmentId, int most) {
        return find("environmentId = ?1 order by id", environmentId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .range(0, most - 1)
                .list();
    }

    public Uni<List<WebEndpoint>> holders(Collection<String> hostnames) {
        return hostnames.isEmpty() ? Uni.createFrom().item(List.of()) : list("hostname in ?1", hostnames);
    }

    public Uni<List<WebEndpoint>> reachable() {
        return list("hostname is not null");
    }

    /** Returns the reachable endpoints of these apps, and those that have one of these hostnames. */
    public Uni<List<WebEndpoint>> reachable(Collection<String> appIds, Collection<String> hostnames) {
        return hostnames.isEmpty()
                ? list("hostname is not null and appId in ?1", appIds)
                : list("hostname is not null and (appId in ?1 or hostname in ?2)", appIds, hostnames);
    }
}
