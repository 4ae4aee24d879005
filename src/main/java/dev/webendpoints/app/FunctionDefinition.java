package dev.webendpoints.app;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import dev.webendpoints.function.FunctionSpec;

/** The definition of a function in one or more deployments. Immutable. */
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

    /** In the format of {@link ParameterList}; the part of the spec that routes need. */
    public String parameters;

    /** A copy from the spec, so that definitions that keep workers are found without reading all specs. */
    @Column(name = "min_containers")
    public int minContainers;

    /** The client's own message, stored opaquely for its lookups. */
    @Column(name = "client_message")
    public byte[] clientMessage;

    @Column(name = "created_at")
    public Instant createdAt;
}
