package dev.webendpoints.secret;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Encrypted variables for a function's environment. */
@Entity
public class Secret {

    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    @Column(name = "environment_id")
    public String environmentId;

    /** Null for a secret that belongs to an app. */
    public String name;

    @Column(name = "app_id")
    public String appId;

    byte[] sealed;

    byte[] fingerprint;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "created_by")
    public String createdBy;
}
