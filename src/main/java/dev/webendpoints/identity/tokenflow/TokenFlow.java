package dev.webendpoints.identity.tokenflow;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import dev.webendpoints.identity.SecretHash;

/** A command that waits for the confirmation of its code. */
@Entity
@Table(name = "token_flow")
class TokenFlow {

    /** {@code tf-…} */
    @Id
    String id;

    /** Of the command. */
    String network;

    @Column(name = "code_salt")
    byte[] codeSalt;

    @Column(name = "code_hash")
    byte[] codeHash;

    @Column(name = "wait_salt")
    byte[] waitSalt;

    @Column(name = "wait_hash")
    byte[] waitHash;

    /** Of the token, in seconds; 0 for one that does not expire. */
    long lifetime;

    /** Number of codes that were tried. */
    int attempts;

    /** The API token that confirmed it, or null. */
    @Column(name = "confirmed_by")
    String confirmedBy;

    /** Of the token, separated by spaces; null before the confirmation. */
    String scopes;

    @Column(name = "expires_at")
    Instant expiresAt;

    void keep(SecretHash code, SecretHash waitSecret) {
        codeSalt = code.salt();
        codeHash = code.hash();
        waitSalt = waitSecret.salt();
        waitHash = waitSecret.hash();
    }

    boolean hasCode(String given) {
        return new SecretHash(codeSalt, codeHash).matches(given);
    }

    boolean hasWaitSecret(String given) {
        return new SecretHash(waitSalt, waitHash).matches(given);
    }
}
