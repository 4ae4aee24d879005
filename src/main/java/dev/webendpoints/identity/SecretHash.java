package dev.webendpoints.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * What is kept of a secret: SHA-256 over a salt of its own and the secret.
 *
 * <p>The secrets are random, 128 bits or more, so nobody can guess them from the hash however fast it is; a slow
 * password hash would only make every request pay. The salt keeps equal secrets from looking equal.
 */
record SecretHash(byte[] salt, byte[] hash) {

    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Nobody's: compared with when there is no such token, so that an unknown id takes as long as a wrong secret. */
    static final SecretHash OF_NOBODY = of(RandomId.withPrefix("no"));

    static SecretHash of(String secret) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new SecretHash(salt, sha256(salt, secret));
    }

    /** In constant time for secrets of one length. */
    boolean matches(String secret) {
        return MessageDigest.isEqual(hash, digest(secret));
    }

    byte[] digest(String secret) {
        return sha256(salt, secret);
    }

    private static byte[] sha256(byte[] salt, String secret) {
        MessageDigest digest = Sha256.ofThisThread();
        digest.update(salt);
        return digest.digest(secret.getBytes(StandardCharsets.UTF_8));
    }
}
