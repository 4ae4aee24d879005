package dev.webendpoints.identity;

import java.security.SecureRandom;

/** Generates ids in the format that the Modal client expects: two letters, a dash, 22 letters or digits (131 bits). */
public final class RandomId {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 22;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomId() {}

    /** @param prefix two letters: {@code ap}, {@code fu}, {@code we} … */
    public static String withPrefix(String prefix) {
        StringBuilder id = new StringBuilder(prefix).append('-');
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
