package dev.webendpoints.volume;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A directory shared by functions. */
@Entity
public class Volume {

    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    @Column(name = "environment_id")
    public String environmentId;

    /** Null for an ephemeral volume. */
    public String name;

    /** The version of the client's volume protocol, returned as received. */
    public int version;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "created_by")
    public String createdBy;

    /** The last sign of life of an ephemeral volume's client; null for a named volume. */
    @Column(name = "heartbeat_at")
    public Instant heartbeatAt;
}
