package dev.webendpoints.logs;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Generates line ids: the time in microseconds, or the last id plus one if the clock stands still or goes back. Ids are
 * strictly increasing, contain the time, and are never reused, not even by the next server on the same files.
 */
final class LogIds {

    private static final long MICROS_IN_A_SECOND = 1_000_000;
    private static final long NANOS_IN_A_MICRO = 1_000;

    private final InstantSource clock;
    private final AtomicLong last;

    /** @param after all ids are greater than this one */
    LogIds(InstantSource clock, long after) {
        this.clock = clock;
        this.last = new AtomicLong(after);
    }

    long next() {
        long now = of(clock.instant());
        return last.updateAndGet(before -> Math.max(before + 1, now));
    }

    long last() {
        return last.get();
    }

    /**
     * Returns the lowest id of lines printed at that moment.
     *
     * @throws ArithmeticException if the moment is out of the range of ids
     */
    static long of(Instant moment) {
        return Math.addExact(
                Math.multiplyExact(moment.getEpochSecond(), MICROS_IN_A_SECOND), moment.getNano() / NANOS_IN_A_MICRO);
    }
}
