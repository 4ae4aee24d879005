package dev.webendpoints.source;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** An upload that a client announced; when its bytes have arrived they are a {@link SourceFile}. */
@Entity
public class Blob {

    /** Unguessable: whoever knows it may upload. */
    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    public String sha256;

    public long size;

    /** Null until every byte arrived and matched. */
    @Column(name = "uploaded_at")
    public Instant uploadedAt;

    @Column(name = "created_at")
    public Instant createdAt;
}
