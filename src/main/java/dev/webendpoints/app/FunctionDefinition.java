package dev.webendpoints.app;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.identity.RandomId;

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

    /** Returns an equal definition with an id of its own, so that workers of this one are not workers of the copy. */
    public FunctionDefinition copy(Instant now) {
        FunctionDefinition copy = new FunctionDefinition();
        copy.id = RandomId.withPrefix("de");
        copy.functionId = functionId;
        copy.spec = spec;
        copy.fingerprint = fingerprint;
        copy.timeoutSecs = timeoutSecs;
        copy.parameters = parameters;
        copy.minContainers = minContainers;
        copy.clientMessage = clientMessage;
        copy.createdAt = now;
        return copy;
    }
}
