package dev.webendpoints.endpoint;

import java.io.Serializable;
import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

/** A custom domain of an endpoint: pending until its ownership is proven, then verified, and then only it takes traffic. */
@Entity
@DynamicUpdate
@Table(name = "endpoint_domain")
public class EndpointDomain {

    @EmbeddedId
    public Key key;

    @Column(name = "workspace_id")
    public String workspaceId;

    /** Null while it is pending. */
    @Column(name = "verified_at")
    public Instant verifiedAt;

    /** How often its TXT record was looked for. */
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

    /** The TXT record that proves to this server that the domain's owner gives it to this workspace. */
    public Challenge challenge() {
        return Challenge.of(workspaceId, new DomainName(name()));
    }

    /** @param name as {@link DomainName#value} */
    @Embeddable
    public record Key(@Column(name = "endpoint_id") String endpointId, String name) implements Serializable {}
}
