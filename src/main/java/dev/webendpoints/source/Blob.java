package dev.webendpoints.source;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** An upload that a client announced; once its bytes have arrived they are a {@link SourceFile}. */
@Entity
public class Blob {

    /** Unguessable: knowledge of the id is the right to upload. */
    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    public String sha256;

    public long size;

    /** Null until all bytes have arrived and match the hash. */
    @Column(name = "uploaded_at")
    public Instant uploadedAt;

    @Column(name = "created_at")
    public Instant createdAt;
}
