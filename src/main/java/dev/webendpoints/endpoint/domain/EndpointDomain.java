package dev.webendpoints.endpoint.domain;

import java.io.Serializable;
import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

import dev.webendpoints.endpoint.WebEndpoint;

/** A custom domain of an endpoint: pending until its ownership is proven, then verified. Serves traffic if verified. */
@Entity
@DynamicUpdate
@Table(name = "endpoint_domain")
public class EndpointDomain {

    @EmbeddedId
    public Key key;

    @Column(name = "workspace_id")
    public String workspaceId;

    /** Null while pending. */
    @Column(name = "verified_at")
    public Instant verifiedAt;

    /** Number of queries for its TXT record. */
    public int attempts;

    @Column(name = "next_check_at")
    public Instant nextCheckAt;

    static EndpointDomain pending(WebEndpoint endpoint, String name, Instant now) {
        EndpointDomain domain = new EndpointDomain();
        domain.key = new Key(endpoint.id, name);
        domain.workspaceId = endpoint.workspaceId;
        domain.nextCheckAt = now;
        return domain;
    }

    public String name() {
        return key.name();
    }

    public String endpointId() {
        return key.endpointId();
    }

    public boolean isVerified() {
        return verifiedAt != null;
    }

    /** Returns the TXT record that proves that the domain's owner assigns it to this workspace. */
    public DomainChallenge challenge() {
        return DomainChallenge.of(workspaceId, new DomainName(name()));
    }

    /** @param name as {@link DomainName#value} */
    @Embeddable
    public record Key(@Column(name = "endpoint_id") String endpointId, String name) implements Serializable {}
}
