package dev.webendpoints.scaling;

import java.time.Duration;

/**
 * Exponential back-off of failed starts: {@link #FIRST} after the first failure, doubled after each further one, at
 * most {@link #LONGEST} while requests come, and at most {@link #LONGEST_UNREQUESTED} while none do. Protects the
 * machine from a version that fails to start. The cost: a repair outside the server takes effect that much later.
 */
public final class ExponentialBackoff {

    public static final Duration FIRST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofSeconds(30);
    public static final Duration LONGEST_UNREQUESTED = Duration.ofHours(1);

    private ExponentialBackoff() {}

    /** @param failures number of consecutive failures, at least 1 */
    public static Duration after(int failures) {
        return after(failures, LONGEST);
    }

    /**
     * Returns the time until a start that no request asks for.
     *
     * @param failures number of consecutive failures, at least 1
     */
    public static Duration unrequestedAfter(int failures) {
        return after(failures, LONGEST_UNREQUESTED);
    }

    private static Duration after(int failures, Duration longest) {
        int doublings = Math.min(failures - 1, Long.SIZE / 2);
        Duration wait = FIRST.multipliedBy(1L << doublings);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
