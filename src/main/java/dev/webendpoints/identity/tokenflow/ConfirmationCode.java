package dev.webendpoints.identity.tokenflow;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * The code that a person reads in one window and types in another: eight consonants, which form no words (RFC 8628
 * §6.1), 34 bits. With the few attempts that a flow permits, it is guessed once in five billion flows.
 */
final class ConfirmationCode {

    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final int MAX_TYPED = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ConfirmationCode() {}

    /** Returns a new code, without a dash. */
    static String random() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    /** Returns the code as it is shown: {@code BCDF-GHJK}. */
    static String shown(String code) {
        return code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
    }

    /** Returns what was typed without dashes and spaces, in upper case; empty if it is too long for a code. */
    static String typed(String text) {
        return text.length() > MAX_TYPED ? "" : text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }
}
