package dev.webendpoints.identity;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

/** A named part of a workspace. */
@Entity
@DynamicUpdate
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

    /** What its hostnames begin with: the workspace's name, and the suffix if there is one. */
    String source;

    @Column(name = "is_default")
    public boolean isDefault;

    @Column(name = "created_at")
    public Instant createdAt;

    /** Null if it is not deleted. */
    @Column(name = "deleted_at")
    Instant deletedAt;

    /** Makes its name and its hostnames available to others; the id, which is no valid name, takes their place. */
    void delete(Instant moment) {
        deletedAt = moment;
        name = id;
        webSuffix = id;
        source = id;
    }

    /** Returns what the hostnames of its endpoints begin with. */
    public String source() {
        return source;
    }
}
