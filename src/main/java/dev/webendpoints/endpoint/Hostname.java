package dev.webendpoints.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One DNS label: {@code <source>--<label>[-<dev suffix>]}, shortened if it would exceed 63 characters.
 *
 * @param value lower case
 * @param truncated whether it was shortened
 */
public record Hostname(String value, boolean truncated) {

    /** RFC 1035 §2.3.4. */
    private static final int LIMIT = 63;

    private static final int HASH_LENGTH = 6;

    /**
     * Shortens like Modal's server (modal-behaviour §1.5, from production URLs): the hash is of the name without the
     * suffix, so that the deployed and the served hostname of one function are recognizably the same.
     *
     * @param source {@code <workspace>[-<environment's suffix>]}
     * @param devSuffix empty for a deployed app
     */
    public static Hostname of(String source, String label, String devSuffix) {
        String base = source + "--" + label;
        String suffix = devSuffix.isEmpty() ? "" : "-" + devSuffix;
        if (base.length() + suffix.length() <= LIMIT) {
            return new Hostname(base + suffix, false);
        }
        String hash = sha256(base).substring(0, HASH_LENGTH);
        int kept = LIMIT - HASH_LENGTH - 1 - suffix.length();
        return new Hostname(base.substring(0, kept) + "-" + hash + suffix, true);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
