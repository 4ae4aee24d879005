package dev.webendpoints.function;

import java.time.Duration;

/**
 * How often a call that failed in the function's code is repeated, and after which delays ({@code retries=}).
 *
 * @param retries number of repetitions
 * @param backoffCoefficient factor from one delay to the next
 * @param initialDelayMs delay before the first repetition, in milliseconds
 * @param maxDelayMs longest delay, in milliseconds
 */
public record CallRetries(int retries, double backoffCoefficient, int initialDelayMs, int maxDelayMs) {

    public static final CallRetries NONE = new CallRetries(0, 1, 0, 0);

    /** @param failures number of runs that have failed, at least 1 */
    public boolean allows(int failures) {
        return failures <= retries;
    }

    /** Returns the delay after that many failures. @param failures at least 1 */
    public Duration delay(int failures) {
        double delay = initialDelayMs * Math.pow(Math.max(1, backoffCoefficient), Math.min(failures, 64) - 1.0);
        return Duration.ofMillis((long) Math.min(delay, maxDelayMs));
    }
}
