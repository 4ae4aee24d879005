package dev.webendpoints.endpoint;

import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

/** Every query that a caller causes names the caller's workspace. */
@ApplicationScoped
class EndpointRepository implements PanacheRepositoryBase<WebEndpoint, String> {

    /** The first condition is what the index needs; the second takes the cursor's own moment apart. */
    private static final String AFTER_CURSOR =
            "workspaceId = ?1 and createdAt >= ?2 and (createdAt > ?2 or id > ?3)" + " order by createdAt, id";

    Uni<List<WebEndpoint>> after(String workspaceId, Cursor cursor, int count) {
        return find(AFTER_CURSOR, workspaceId, cursor.createdAt(), cursor.id())
                .range(0, count - 1)
                .list();
    }

    Uni<WebEndpoint> ofWorkspace(String workspaceId, String id) {
        return find("workspaceId = ?1 and id = ?2", workspaceId, id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new EndpointNotFound(id));
    }

    /** For a change: the second of two callers waits, and sees what the first has done. */
    Uni<WebEndpoint> ofWorkspaceLocked(String workspaceId, String id) {
        return find("workspaceId = ?1 and id = ?2", workspaceId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new EndpointNotFound(id));
    }

    Uni<List<WebEndpoint>> ofApp(String appId) {
        return list("appId", appId);
    }

    /** For a change, as {@link #ofWorkspaceLocked}. */
    Uni<List<WebEndpoint>> ofAppLocked(String appId) {
        return find("appId = ?1 order by id", appId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    Uni<List<WebEndpoint>> holders(Collection<String> hostnames) {
        return hostnames.isEmpty() ? Uni.createFrom().item(List.of()) : list("hostname in ?1", hostnames);
    }

    Uni<List<WebEndpoint>> reachable() {
        return list("hostname is not null");
    }
}
