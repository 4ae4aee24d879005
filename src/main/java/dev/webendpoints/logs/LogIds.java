package dev.webendpoints.logs;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives every line its id: the time in microseconds, and one more than the last id where the clock stands still or goes
 * back. So ids grow, name the time, and are never given twice, also not by the next server on the same files.
 */
final class LogIds {

    private static final long MICROS_IN_A_SECOND = 1_000_000;
    private static final long NANOS_IN_A_MICRO = 1_000;

    private final InstantSource clock;
    private final AtomicLong last;

    /** @param after no id up to this one is given */
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
     * The first id that a line of that moment may have.
     *
     * @throws ArithmeticException for moments that no line can have
     */
    static long of(Instant moment) {
        return Math.addExact(
                Math.multiplyExact(moment.getEpochSecond(), MICROS_IN_A_SECOND), moment.getNano() / NANOS_IN_A_MICRO);
    }
}
