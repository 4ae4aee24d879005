package dev.webendpoints.source;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
class MountRepository implements PanacheRepositoryBase<Mount, String> {

    Uni<Set<String>> ofWorkspace(String workspaceId, List<String> ids) {
        return list("workspaceId = ?1 and id in ?2", workspaceId, ids)
                .map(found -> found.stream().map(mount -> mount.id).collect(Collectors.toSet()));
    }

    /** @return whether it is new; when another transaction inserts the same mount, this waits for its outcome */
    Uni<Boolean> insert(String id, String workspaceId) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into mount (id, workspace_id, created_at) values (:id, :workspace, :now) on conflict do nothing")
                        .setParameter("id", id)
                        .setParameter("workspace", workspaceId)
                        .setParameter("now", Instant.now())
                        .executeUpdate())
                .map(rows -> rows == 1);
    }
}
