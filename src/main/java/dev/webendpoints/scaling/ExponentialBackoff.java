package dev.webendpoints.scaling;

import java.time.Duration;

/**
 * Exponential back-off of failed starts: {@link #FIRST} after the first failure, doubled after each further one, at
 * most {@link #LONGEST}. Protects the machine from a version that fails to start under load. The cost: a repair outside
 * the server takes effect up to {@link #LONGEST} later.
 */
public final class ExponentialBackoff {

    public static final Duration FIRST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofSeconds(30);

    private ExponentialBackoff() {}

    /** @param failures number of consecutive failures, at least 1 */
    public static Duration after(int failures) {
        int doublings = Math.min(failures - 1, Long.SIZE / 2);
        Duration wait = FIRST.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
