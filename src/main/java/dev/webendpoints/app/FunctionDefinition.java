package dev.webendpoints.app;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** What a function is in one or more deployments. Never changed once made. */
@Entity
@Table(name = "function_definition")
public class FunctionDefinition {

    @Id
    public String id;

    @Column(name = "function_id")
    public String functionId;

    @JdbcTypeCode(SqlTypes.JSON)
    public FunctionSpec spec;

    public String fingerprint;

    @Column(name = "timeout_secs")
    public int timeoutSecs;

    /** As {@link ParameterList} writes them; what routes need of the spec. */
    public String parameters;

    /** The spec's, so that definitions that keep workers are found without reading all. */
    @Column(name = "min_containers")
    public int minContainers;

    /** The client's own message, opaque here, for the client's look-ups. */
    @Column(name = "client_message")
    public byte[] clientMessage;

    @Column(name = "created_at")
    public Instant createdAt;
}
