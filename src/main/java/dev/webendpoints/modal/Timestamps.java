package dev.webendpoints.modal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Converts times to the format of this protocol. */
final class Timestamps {

    private static final double MICROS_IN_A_SECOND = 1_000_000;

    private Timestamps() {}

    /** Returns seconds since 1970, with microseconds; 0 for null, which the client takes for "never". */
    static double seconds(Instant instant) {
        return instant == null ? 0 : instant.getEpochSecond() + instant.getNano() / 1_000 / MICROS_IN_A_SECOND;
    }

    /** Returns the time of seconds since 1970, to the microsecond. */
    static Instant instant(double seconds) {
        return Instant.EPOCH.plus(Math.round(seconds * MICROS_IN_A_SECOND), ChronoUnit.MICROS);
    }
}
