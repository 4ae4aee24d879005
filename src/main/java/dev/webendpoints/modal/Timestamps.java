package dev.webendpoints.modal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.google.protobuf.Timestamp;

/** Converts times to the format of this protocol. */
final class Timestamps {

    private static final double MICROS_IN_A_SECOND = 1_000_000;

    private Timestamps() {}

    /** Returns seconds since 1970, with microseconds; 0 for null, which the client takes for "never". */
    static double seconds(Instant instant) {
        return instant == null ? 0 : instant.getEpochSecond() + instant.getNano() / 1_000 / MICROS_IN_A_SECOND;
    }

    /** Returns a time to the second, as a message. */
    static Timestamp message(Instant instant) {
        return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
    }

    /** Returns the time of seconds since 1970, to the microsecond. */
    static Instant instant(double seconds) {
        return Instant.EPOCH.plus(Math.round(seconds * MICROS_IN_A_SECOND), ChronoUnit.MICROS);
    }
}
