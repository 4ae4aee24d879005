package dev.webendpoints.source;

import java.io.Serializable;
import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A file of a workspace; its bytes are {@link SourceChunk}s. */
@Entity
@Table(name = "source_file")
public class SourceFile {

    /** A hash in a workspace. */
    @Embeddable
    public record Key(
            @Column(name = "workspace_id") String workspaceId,
            @Column(name = "sha256") String sha256) implements Serializable {}

    @EmbeddedId
    public Key key;

    public long size;

    @Column(name = "created_at")
    public Instant createdAt;
}
