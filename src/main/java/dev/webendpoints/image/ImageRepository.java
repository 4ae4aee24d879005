package dev.webendpoints.image;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
class ImageRepository implements PanacheRepositoryBase<StoredImage, String> {

    Uni<StoredImage> ofWorkspace(String workspaceId, String imageId) {
        return find("id = ?1 and workspaceId = ?2", imageId, workspaceId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new ImageNotFound(imageId));
    }

    /** What is there stays as it is: the same id has the same content. */
    Uni<Void> insertUnlessThere(StoredImage image, String definitionAsJson) {
        return getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into image (id, workspace_id, content_hash, definition, builder_version,
                                                   python_version, client_version, state, created_at)
                                values (:id, :workspace, :hash, cast(cast(:definition as text) as jsonb), :builder,
                                        :python, :client, :state, :now)
                                on conflict do nothing""")
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

    /** The end of a build is the same for every workspace that asked for this content. */
    Uni<Void> ended(String contentHash, StoredImage.Outcome outcome, String failure) {
        return update("state = ?1, failure = ?2 where contentHash = ?3", outcome, failure, contentHash)
                .replaceWithVoid();
    }
}
