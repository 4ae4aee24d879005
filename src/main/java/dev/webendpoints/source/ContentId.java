package dev.webendpoints.source;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** Ids derived from content: equal content in the same workspace has the same id, also after a restart. */
public final class ContentId {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 22;

    private ContentId() {}

    /**
     * Returns a two-letter prefix, a dash, and 22 letters or digits.
     *
     * @param parts what the id identifies; the boundaries between parts are significant
     */
    public static String withPrefix(String prefix, List<String> parts) {
        BigInteger rest = new BigInteger(1, hash(parts));
        StringBuilder id = new StringBuilder(prefix).append('-');
        for (int i = 0; i < LENGTH; i++) {
            BigInteger[] division = rest.divideAndRemainder(BigInteger.valueOf(ALPHABET.length()));
            id.append(ALPHABET.charAt(division[1].intValue()));
            rest = division[0];
        }
        return id.toString();
    }

    /** Returns the SHA-256 of the parts, each preceded by its length, in hexadecimal. */
    public static String hashOf(List<String> parts) {
        return Sha256.hex(hash(parts));
    }

    private static byte[] hash(List<String> parts) {
        MessageDigest digest = Sha256.digest();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return digest.digest();
    }
}
