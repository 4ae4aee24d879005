package dev.webendpoints.gateway.relay.exchange;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Generates function call ids, {@code fc-} and 22 letters or digits: unique enough for a log search, not secret. */
final class CallIds {

    private static final byte[] ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz01".getBytes(StandardCharsets.US_ASCII);
    private static final int BITS = 6;
    private static final int FROM_ONE_LONG = 10;

    private final SplittableRandom random = new SplittableRandom();
    private final byte[] id = "fc-0000000000000000000000".getBytes(StandardCharsets.US_ASCII);

    byte[] next() {
        long bits = 0;
        int left = 0;
        for (int i = 3; i < id.length; i++) {
            if (left == 0) {
                bits = random.nextLong();
                left = FROM_ONE_LONG;
            }
            id[i] = ALPHABET[(int) bits & ALPHABET.length - 1];
            bits >>>= BITS;
            left--;
        }
        return id.clone();
    }
}
