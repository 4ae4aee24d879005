package dev.webendpoints.source;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
class MountRepository implements PanacheRepositoryBase<Mount, String> {

    /** Returns those of the mounts that belong to the workspace, and marks them as used. */
    Uni<Set<String>> ofWorkspace(String workspaceId, List<String> ids) {
        return noteUse(ids)
                .chain(() -> list("workspaceId = ?1 and id in ?2", workspaceId, ids))
                .map(found -> found.stream().map(mount -> mount.id).collect(Collectors.toSet()));
    }

    /**
     * Inserts the mount, or marks it as used; waits for the outcome of another transaction that inserts the same mount.
     *
     * @return whether it is new
     */
    Uni<Boolean> insert(String id, String workspaceId) {
        return getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into mount (id, workspace_id, created_at) values (:id, :workspace, :now)
                                on conflict (id) do update set used_at = now()
                                returning xmax = 0""", Boolean.class)
                        .setParameter("id", id)
                        .setParameter("workspace", workspaceId)
                        .setParameter("now", Instant.now())
                        .getSingleResult());
    }

    /** Keeps mounts from being collected for a while. */
    Uni<Void> noteUse(Collection<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : getSession()
                        .chain(session -> session.createNativeQuery(
                                        "update mount set used_at = now() where id in (:ids)"
                                                + " and used_at < now() - interval '1 hour'")
                                .setParameter("ids", ids)
                                .executeUpdate())
                        .replaceWithVoid();
    }
}
