package dev.webendpoints.source;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A set of files under absolute names; the id is derived from workspace and content. */
@Entity
public class Mount {

    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    @Column(name = "created_at")
    public Instant createdAt;
}
