package dev.webendpoints.gateway;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket stored as one number: the time at which it would be full again (the generic cell rate algorithm, ITU-T
 * I.371). Thread-safe and lock-free. Times are nanoseconds of one monotonic clock.
 */
final class RateLimit {

    private static final double NANOS_PER_SECOND = 1e9;

    private final long interval;
    private final long tolerance;
    private final AtomicLong fullAt;

    /**
     * @param perSecond requests, more than 0
     * @param burstSeconds the capacity of the bucket, in seconds of the rate; it always holds at least one request
     * @param now the current time; the bucket starts full
     */
    RateLimit(double perSecond, double burstSeconds, long now) {
        interval = Math.max(1, Math.round(NANOS_PER_SECOND / perSecond));
        tolerance = Math.max(0, Math.round(burstSeconds * NANOS_PER_SECOND) - interval);
        fullAt = new AtomicLong(now);
    }

    /** @return 0 if one request may proceed, otherwise the nanoseconds after which to try again */
    long take(long now) {
        while (true) {
            long known = fullAt.get();
            long from = known - now > 0 ? known : now;
            long early = from - now - tolerance;
            if (early > 0) {
                return early;
            }
            if (fullAt.compareAndSet(known, from + interval)) {
                return 0;
            }
        }
    }
}
