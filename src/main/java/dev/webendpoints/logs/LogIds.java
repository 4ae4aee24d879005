package dev.webendpoints.logs;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives every line its id: the time in microseconds, and one more than the last id where the clock stands still or goes
 * back. So ids grow, name the time, and are never given twice, also not by the next server on the same files.
 */
final class LogIds {

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

    /** The first id that a line of that moment may have. */
    static long of(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }
}
