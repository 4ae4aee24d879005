package dev.webendpoints.source;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
class SourceChunkRepository implements PanacheRepositoryBase<SourceChunk, SourceChunk.Key> {

    /** Writes the chunk immediately and detaches it, so that a transaction does not accumulate its chunks in memory. */
    Uni<Void> write(SourceFile.Key file, int seq, byte[] data) {
        SourceChunk chunk = new SourceChunk();
        chunk.key = new SourceChunk.Key(file.workspaceId(), file.sha256(), seq);
        chunk.data = data;
        return persistAndFlush(chunk)
                .chain(this::getSession)
                .invoke(session -> session.detach(chunk))
                .replaceWithVoid();
    }

    Uni<byte[]> read(SourceFile.Key file, int seq) {
        return getSession()
                .chain(session -> session.createQuery(
                                "select c.data from SourceChunk c where c.key = :key", byte[].class)
                        .setParameter("key", new SourceChunk.Key(file.workspaceId(), file.sha256(), seq))
                        .getSingleResult());
    }
}
