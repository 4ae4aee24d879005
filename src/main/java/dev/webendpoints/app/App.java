package dev.webendpoints.app;

import java.time.Instant;
import java.util.Map;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

import org.hibernate.annotations.DynamicUpdate;

/** An app, as {@code modal deploy} names it. An update writes only the changed columns. */
@Entity
@DynamicUpdate
public class App {

    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    @Column(name = "environment_id")
    public String environmentId;

    /** Null until the app is published under a name. */
    public String name;

    public String description;

    @Enumerated(EnumType.STRING)
    public AppState state;

    /** The version of the served deployment; 0 if there is none. */
    public int version;

    /** The version of the newest deployment, which is not served while it is staged; 0 if there is none. */
    @Column(name = "newest_version")
    public int newestVersion;

    @Column(name = "client_version")
    public String clientVersion;

    @Column(name = "python_version")
    public String pythonVersion;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "created_by")
    public String createdBy;

    @Column(name = "last_heartbeat_at")
    public Instant lastHeartbeatAt;

    @Column(name = "deployed_at")
    public Instant deployedAt;

    @Column(name = "deployed_by")
    public String deployedBy;

    @Column(name = "stopped_at")
    public Instant stoppedAt;

    @Column(name = "stopped_by")
    public String stoppedBy;

    @org.hibernate.annotations.JdbcTypeCode(org.hibernate.type.SqlTypes.JSON)
    public Map<String, String> tags;

    /** Returns the name used in hostnames, which is known before the app is published. */
    public String nameInUrls() {
        return name != null ? name : description;
    }

    void stop(String by, Instant now) {
        state = AppState.STOPPED;
        stoppedAt = now;
        stoppedBy = by;
    }
}
