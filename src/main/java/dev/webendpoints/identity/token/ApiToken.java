package dev.webendpoints.identity.token;

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

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.SecretHash;
import dev.webendpoints.identity.Workspace;

/** The credential of a program; only hashes of its secrets are stored. */
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
    public String scopes;

    /** The API token that created it; null if it was created at startup. */
    @Column(name = "created_by")
    public String createdBy;

    @Column(name = "created_at")
    public Instant createdAt;

    /** Null if it does not expire. */
    @Column(name = "expires_at")
    public Instant expiresAt;

    /** Accurate to the minute; null if it was never used. */
    @Column(name = "last_used_at")
    public Instant lastUsedAt;

    /** When the secret before the last rotation expires; null before the first rotation. */
    @Column(name = "previous_until")
    public Instant previousUntil;

    /** Null if it is not revoked. The row is kept, so that the next startup does not recreate the first token. */
    @Column(name = "revoked_at")
    public Instant revokedAt;

    /** Null if it is enabled; a disabled one does not sign in, and can be enabled again. */
    @Column(name = "disabled_at")
    public Instant disabledAt;

    /** Whether it belongs to a program, and has a name that is unique in the workspace. */
    @Column(name = "is_service_user")
    public boolean isServiceUser;

    /** How often it was rotated. */
    @Column(name = "secret_version")
    int secretVersion;

    byte[] salt;

    byte[] hash;

    @Column(name = "previous_salt")
    byte[] previousSalt;

    @Column(name = "previous_hash")
    byte[] previousHash;

    /** Returns the scopes in alphabetical order. */
    public List<String> scopes() {
        return Scopes.sorted(List.of(scopes.split(" ")));
    }

    Caller caller() {
        return new Caller(workspace.id, workspace.name, id, Set.copyOf(scopes()), secretVersion);
    }

    public SecretHash secretHash() {
        return new SecretHash(salt, hash);
    }

    /** Requires a fetched workspace. */
    public KnownToken known() {
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

    /** Replaces the secret; the current one stays valid until {@code oldOneUntil}. */
    void rotate(SecretHash next, Instant oldOneUntil) {
        previousSalt = salt;
        previousHash = hash;
        previousUntil = oldOneUntil;
        secretVersion++;
        keep(next);
    }
}
