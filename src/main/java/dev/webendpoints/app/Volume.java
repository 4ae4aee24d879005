package dev.webendpoints.app;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A folder that functions share. */
@Entity
public class Volume {

    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    @Column(name = "environment_id")
    public String environmentId;

    public String name;

    /** Of the client's volume protocol, echoed. */
    public int version;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "created_by")
    public String createdBy;
}
