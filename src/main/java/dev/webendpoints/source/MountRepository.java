package dev.webendpoints.source;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
class MountRepository implements PanacheRepositoryBase<Mount, String> {

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
