package dev.webendpoints.app;

import java.io.Serializable;
import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

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

    @Enumerated(EnumType.STRING)
    public Kind kind;

    /** The version that this one publishes again, or null. */
    @Column(name = "source_version")
    public Integer sourceVersion;

    @Column(name = "client_version")
    public String clientVersion;

    @Column(name = "python_version")
    public String pythonVersion;

    public String tag;

    /** Git information from the client as a JSON object, or null. */
    @Column(name = "commit_info")
    @JdbcTypeCode(SqlTypes.JSON)
    public String commitInfo;

    /** How a deployment came about. */
    public enum Kind {
        /** A client deployed it. */
        STANDARD,
        /** A client deployed it to be promoted later; it is never served itself. */
        STAGED,
        /** An earlier version, published again. */
        ROLLBACK,
        /** The version that was served, published again for new workers. */
        ROLLOVER,
        /** A staged version, published. */
        PROMOTION
    }

    /** @param version starts at 1 */
    @Embeddable
    public record Key(@Column(name = "app_id") String appId, int version) implements Serializable {}
}
