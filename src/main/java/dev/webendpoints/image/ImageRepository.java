package dev.webendpoints.image;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
class ImageRepository implements PanacheRepositoryBase<StoredImage, String> {

    /** Finds an image and marks it as used. */
    Uni<StoredImage> ofWorkspace(String workspaceId, String imageId) {
        return noteUse(Set.of(imageId))
                .chain(() -> find("id = ?1 and workspaceId = ?2", imageId, workspaceId)
                        .<StoredImage>firstResult())
                .onItem()
                .ifNull()
                .failWith(() -> new ImageNotFound(imageId));
    }

    /** Inserts an image, or marks an existing one as used: the same id has the same content. */
    Uni<Void> insertUnlessThere(StoredImage image, String definitionAsJson) {
        return getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into image (id, workspace_id, content_hash, definition, builder_version,
                                                   python_version, client_version, state, created_at)
                                values (:id, :workspace, :hash, cast(cast(:definition as text) as jsonb), :builder,
                                        :python, :client, :state, :now)
                                on conflict (id) do update set used_at = now()""")
                        .setParameter("id", image.id)
                        .setParameter("workspace", image.workspaceId)
                        .setParameter("hash", image.contentHash)
                        .setParameter("definition", definitionAsJson)
                        .setParameter("builder", image.builderVersion)
                        .setParameter("python", image.pythonVersion)
                        .setParameter("client", image.clientVersion)
                        .setParameter("state", image.state.name())
                        .setParameter("now", image.createdAt)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Keeps images, and those that they build upon, from being deleted for a while. */
    Uni<Void> noteUse(Collection<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : getSession()
                        .chain(session -> session.createNativeQuery("""
                                        with recursive used (id) as (
                                            select id from image where id in (:ids)
                                            union
                                            select i.definition #>> '{bases,0,imageId}'
                                            from image i join used u on i.id = u.id
                                            where i.definition #>> '{bases,0,imageId}' is not null)
                                        update image set used_at = now()
                                        where id in (select id from used) and used_at < now() - interval '1 hour'""")
                                .setParameter("ids", ids)
                                .executeUpdate())
                        .replaceWithVoid();
    }

    Uni<Void> deleteUnused(Instant unused) {
        return getSession()
                .chain(session -> session.createNativeQuery("delete from image where used_at < :unused")
                        .setParameter("unused", unused)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Returns the ids of the mounts whose files images copy. */
    Uni<List<String>> contextMounts() {
        return strings(
                "select distinct definition ->> 'contextMountId' from image where definition ->> 'contextMountId' is not null",
                Map.of());
    }

    Uni<List<String>> contentHashes(Collection<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : strings("select distinct content_hash from image where id in (:ids)", Map.of("ids", ids));
    }

    private Uni<List<String>> strings(String query, Map<String, Object> parameters) {
        return getSession().chain(session -> {
            var prepared = session.createNativeQuery(query, String.class);
            parameters.forEach(prepared::setParameter);
            return prepared.getResultList();
        });
    }

    /** Stores the outcome of a build, which is the same for all images with this content. */
    Uni<Void> ended(String contentHash, StoredImage.Outcome outcome, String failure) {
        return update("state = ?1, failure = ?2 where contentHash = ?3", outcome, failure, contentHash)
                .replaceWithVoid();
    }
}
