package dev.webendpoints.identity;

import java.time.Instant;
import java.util.Set;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** What a program signs in with; its secret is kept as a hash only. */
@Entity
@Table(name = "api_token")
class ApiToken {

    /** {@code ak-…} */
    @Id
    String id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "workspace_id")
    Workspace workspace;

    String name;

    /** Separated by spaces, as in RFC 6749 §3.3. */
    String scopes;

    byte[] salt;

    byte[] hash;

    @Column(name = "created_at")
    Instant createdAt;

    SecretHash secretHash() {
        return new SecretHash(salt, hash);
    }

    Caller caller() {
        return new Caller(workspace.id, workspace.name, id, Set.of(scopes.split(" ")));
    }
}
