package dev.webendpoints.image;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A layer that a workspace requested. Its build result is on disk, by {@link #contentHash}. */
@Entity
@Table(name = "image")
public class StoredImage {

    /** The outcome of the last build; PENDING until one has ended. */
    public enum Outcome {
        PENDING,
        READY,
        FAILED
    }

    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    @Column(name = "content_hash")
    public String contentHash;

    /** An {@link ImageDefinition} as JSON. */
    @JdbcTypeCode(SqlTypes.JSON)
    public String definition;

    @Column(name = "builder_version")
    public String builderVersion;

    @Column(name = "python_version")
    public String pythonVersion;

    @Column(name = "client_version")
    public String clientVersion;

    @Enumerated(EnumType.STRING)
    public Outcome state;

    public String failure;

    @Column(name = "created_at")
    public Instant createdAt;
}
