package dev.webendpoints.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Thread-local SHA-256 digests for hashing on each request: the lookup of the algorithm costs more than the hash of a
 * token. A digest is reset when its result is read.
 */
public final class ThreadLocalSha256 {

    private static final ThreadLocal<MessageDigest> OF_THREAD = ThreadLocal.withInitial(ThreadLocalSha256::create);

    private ThreadLocalSha256() {}

    public static MessageDigest ofThisThread() {
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
