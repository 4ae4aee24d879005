package dev.webendpoints.source;

import java.io.Serializable;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** At most 1 MiB of a file, so that a file of any size passes through memory in pieces. */
@Entity
@Table(name = "source_chunk")
public class SourceChunk {

    static final int SIZE = 1024 * 1024;

    /** Identifies the piece of a file at offset {@code seq * SIZE}. */
    @Embeddable
    public record Key(
            @Column(name = "workspace_id") String workspaceId,
            @Column(name = "sha256") String sha256,
            @Column(name = "seq") int seq)
            implements Serializable {}

    @EmbeddedId
    public Key key;

    public byte[] data;

    static int countFor(long size) {
        return Math.toIntExact((size + SIZE - 1) / SIZE);
    }
}
