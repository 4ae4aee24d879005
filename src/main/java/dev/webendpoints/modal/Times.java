package dev.webendpoints.modal;

import java.time.Instant;

/** Times as this protocol writes them. */
final class Times {

    private static final double MICROS_IN_A_SECOND = 1_000_000;

    private Times() {}

    /** Seconds since 1970, to the microsecond; 0 for null, which the client takes for "never". */
    static double seconds(Instant instant) {
        return instant == null ? 0 : instant.getEpochSecond() + instant.getNano() / 1_000 / MICROS_IN_A_SECOND;
    }
}
