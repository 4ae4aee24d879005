package dev.webendpoints.scaling;

import java.time.Duration;

/**
 * How long to leave a failing start alone: {@link #FIRST} after the first failure, twice as long after each further
 * one, never more than {@link #LONGEST}. It protects the machine from a version that cannot start under load, at the
 * price that a cause repaired outside the server is noticed up to {@link #LONGEST} late.
 */
public final class Backoff {

    public static final Duration FIRST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofSeconds(30);

    private Backoff() {}

    /** @param failures in a row, at least 1 */
    public static Duration after(int failures) {
        int doublings = Math.min(failures - 1, Long.SIZE / 2);
        Duration wait = FIRST.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
