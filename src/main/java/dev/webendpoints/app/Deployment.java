package dev.webendpoints.app;

import java.io.Serializable;
import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** One published version of an app. */
@Entity
public class Deployment {

    @EmbeddedId
    public Key key;

    @Column(name = "deployed_at")
    public Instant deployedAt;

    @Column(name = "deployed_by")
    public String deployedBy;

    @Column(name = "client_version")
    public String clientVersion;

    public String tag;

    /** Git information from the client as a JSON object, or null. */
    @Column(name = "commit_info")
    @JdbcTypeCode(SqlTypes.JSON)
    public String commitInfo;

    /** @param version starts at 1 */
    @Embeddable
    public record Key(@Column(name = "app_id") String appId, int version) implements Serializable {}
}
