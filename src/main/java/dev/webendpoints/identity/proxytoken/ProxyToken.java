package dev.webendpoints.identity.proxytoken;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;

/** A token for web endpoints that require one: for a whole workspace, or for some of its environments. */
@Entity
@Table(name = "proxy_token")
public class ProxyToken {

    /** {@code wk-…} */
    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    /** Chosen by its owner; may be empty. */
    public String name;

    /** Whether it is restricted to the environments that it was allowed for. */
    public boolean scoped;

    /** The API token that created it, {@code ak-…}. */
    @Column(name = "created_by")
    public String createdBy;

    @Column(name = "created_at")
    public Instant createdAt;

    byte[] salt;

    byte[] hash;

    @ElementCollection
    @CollectionTable(name = "proxy_token_environment", joinColumns = @JoinColumn(name = "token_id"))
    @Column(name = "environment_id")
    Set<String> environmentIds = new HashSet<>();
}
