package dev.webendpoints.identity;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

/** What a program signs in with; its secrets are kept as hashes only. */
@Entity
@Table(name = "api_token")
@DynamicUpdate
public class ApiToken {

    /** {@code ak-…} */
    @Id
    public String id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "workspace_id")
    public Workspace workspace;

    /** Chosen by its owner; may be empty. */
    public String name;

    /** Separated by spaces, as in RFC 6749 §3.3. */
    String scopes;

    /** The API token that made it; null for one that was made at a start. */
    @Column(name = "created_by")
    public String createdBy;

    @Column(name = "created_at")
    public Instant createdAt;

    /** Null for never. */
    @Column(name = "expires_at")
    public Instant expiresAt;

    /** To the minute; null while it was not used. */
    @Column(name = "last_used_at")
    public Instant lastUsedAt;

    /** When the secret before the last rotation ends; null before the first one. */
    @Column(name = "previous_until")
    public Instant previousUntil;

    /** Null while it is not. The row stays, so that a start does not make the first token again. */
    @Column(name = "revoked_at")
    Instant revokedAt;

    /** How often it was rotated. */
    @Column(name = "secret_version")
    int secretVersion;

    byte[] salt;

    byte[] hash;

    @Column(name = "previous_salt")
    byte[] previousSalt;

    @Column(name = "previous_hash")
    byte[] previousHash;

    /** In order. */
    public List<String> scopes() {
        return Scopes.sorted(List.of(scopes.split(" ")));
    }

    Caller caller() {
        return new Caller(workspace.id, workspace.name, id, Set.copyOf(scopes()), secretVersion);
    }

    SecretHash secretHash() {
        return new SecretHash(salt, hash);
    }

    /** To be asked of one whose workspace was fetched. */
    KnownToken known() {
        return new KnownToken(
                caller(),
                secretHash(),
                previousHash == null ? SecretHash.OF_NOBODY : new SecretHash(previousSalt, previousHash),
                Objects.requireNonNullElse(previousUntil, Instant.MIN),
                Objects.requireNonNullElse(expiresAt, Instant.MAX));
    }

    void keep(SecretHash secret) {
        salt = secret.salt();
        hash = secret.hash();
    }

    /** The secret that it had until now opens it until then. */
    void rotate(SecretHash next, Instant oldOneUntil) {
        previousSalt = salt;
        previousHash = hash;
        previousUntil = oldOneUntil;
        secretVersion++;
        keep(next);
    }
}
