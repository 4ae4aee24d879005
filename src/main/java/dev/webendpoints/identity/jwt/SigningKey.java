package dev.webendpoints.identity.jwt;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A key pair for the JWTs of this server. */
@Entity
@Table(name = "signing_key")
class SigningKey {

    /** The JWT's {@code kid}. */
    @Id
    String id;

    /** PKCS#8; encrypted, unless an earlier version created it. */
    @Column(name = "private_key")
    byte[] privateKey;

    /** X.509 SubjectPublicKeyInfo */
    @Column(name = "public_key")
    byte[] publicKey;

    boolean sealed;

    @Column(name = "created_at")
    Instant createdAt;
}
