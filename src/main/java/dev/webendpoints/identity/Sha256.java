package dev.webendpoints.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 for those who hash on every request: to look the algorithm up costs more than to hash a token, so each thread
 * keeps one. A digest begins anew once its result was taken.
 */
final class Sha256 {

    private static final ThreadLocal<MessageDigest> OF_THREAD = ThreadLocal.withInitial(Sha256::create);

    private Sha256() {}

    static MessageDigest ofThisThread() {
        return OF_THREAD.get();
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
