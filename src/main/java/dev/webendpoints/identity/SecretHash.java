package dev.webendpoints.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * A stored secret: SHA-256 over a random salt and the secret.
 *
 * <p>Secrets have at least 128 random bits, so that they cannot be guessed from a fast hash; a slow password hash would
 * only slow down each request. The salt makes the hashes of equal secrets differ.
 */
public record SecretHash(byte[] salt, byte[] hash) {

    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A hash to compare with if there is no token, so that an unknown id takes the same time as a wrong secret. */
    public static final SecretHash OF_NOBODY = of(RandomId.withPrefix("no"));

    public static SecretHash of(String secret) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new SecretHash(salt, sha256(salt, secret));
    }

    /** Takes constant time for secrets of the same length. */
    public boolean matches(String secret) {
        return MessageDigest.isEqual(hash, digest(secret));
    }

    byte[] digest(String secret) {
        return sha256(salt, secret);
    }

    private static byte[] sha256(byte[] salt, String secret) {
        MessageDigest digest = ThreadLocalSha256.ofThisThread();
        digest.update(salt);
        return digest.digest(secret.getBytes(StandardCharsets.UTF_8));
    }
}
