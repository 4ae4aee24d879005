package dev.webendpoints.identity;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A named part of a workspace. */
@Entity
@Table(name = "environment")
public class Environment {

    /** {@code en-…} */
    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    public String name;

    /** Follows the workspace's name in hostnames, after a dash; empty for {@code main}. */
    @Column(name = "web_suffix")
    public String webSuffix;

    @Column(name = "is_default")
    public boolean isDefault;

    @Column(name = "created_at")
    public Instant createdAt;
}
