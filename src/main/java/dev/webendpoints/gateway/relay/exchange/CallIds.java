package dev.webendpoints.gateway.relay.exchange;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Generates function call ids, {@code fc-} and 22 letters or digits: 130 random bits, since the id of a call is the only
 * protection of a deferred response of a public endpoint. Confined to one event loop.
 */
final class CallIds {

    private static final byte[] ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz01".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX = 3;
    private static final int IDS_AT_ONCE = 64;

    private final SecureRandom random = new SecureRandom();
    private final byte[] randomBytes = new byte[IDS_AT_ONCE * 22];
    private int used = randomBytes.length;
    private final byte[] id = "fc-0000000000000000000000".getBytes(StandardCharsets.US_ASCII);

    byte[] next() {
        if (used == randomBytes.length) {
            random.nextBytes(randomBytes);
            used = 0;
        }
        for (int i = PREFIX; i < id.length; i++) {
            id[i] = ALPHABET[randomBytes[used++] & ALPHABET.length - 1];
        }
        return id.clone();
    }
}
