package dev.webendpoints.source;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
class SourceFileRepository implements PanacheRepositoryBase<SourceFile, SourceFile.Key> {

    /** Returns those of the hashes that the workspace has, and marks the files as used. */
    Uni<List<String>> known(String workspaceId, Collection<String> hashes) {
        return noteUse(workspaceId, hashes)
                .chain(() -> getSession())
                .chain(session -> session.createQuery(
                                "select f.key.sha256 from SourceFile f where f.key.workspaceId = :workspace and f.key.sha256 in :hashes",
                                String.class)
                        .setParameter("workspace", workspaceId)
                        .setParameter("hashes", hashes)
                        .getResultList());
    }

    Uni<List<SourceFile>> all(String workspaceId, Collection<String> hashes) {
        return list("key.workspaceId = ?1 and key.sha256 in ?2", workspaceId, hashes);
    }

    /**
     * Inserts the file, or marks it as used; waits for the outcome of another transaction that inserts the same file.
     *
     * @return whether it is new
     */
    Uni<Boolean> insert(SourceFile.Key key, long size) {
        return getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into source_file (workspace_id, sha256, size, created_at)
                                values (:workspace, :sha256, :size, :now)
                                on conflict (workspace_id, sha256) do update set used_at = now()
                                returning xmax = 0""", Boolean.class)
                        .setParameter("workspace", key.workspaceId())
                        .setParameter("sha256", key.sha256())
                        .setParameter("size", size)
                        .setParameter("now", Instant.now())
                        .getSingleResult());
    }

    /** Keeps files from being collected for a while. */
    Uni<Void> noteUse(String workspaceId, Collection<String> hashes) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "update source_file set used_at = now() where workspace_id = :workspace"
                                        + " and sha256 in (:hashes) and used_at < now() - interval '1 hour'")
                        .setParameter("workspace", workspaceId)
                        .setParameter("hashes", hashes)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
