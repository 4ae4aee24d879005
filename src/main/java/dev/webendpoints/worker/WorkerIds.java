package dev.webendpoints.worker;

import java.security.SecureRandom;

/** Generates worker ids in the form of Modal's container ids: {@code ta-} and 22 letters or digits (131 bits). */
final class WorkerIds {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 22;
    private static final SecureRandom RANDOM = new SecureRandom();

    private WorkerIds() {}

    static String next() {
        return RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .collect(
                        () -> new StringBuilder("ta-"), (id, i) -> id.append(ALPHABET.charAt(i)), StringBuilder::append)
                .toString();
    }
}
