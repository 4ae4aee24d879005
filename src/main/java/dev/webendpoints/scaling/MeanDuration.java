package dev.webendpoints.scaling;

import java.time.Duration;

/**
 * Moving average of durations, with a weight of a quarter for the newest one, so that the effect of a single slow
 * request soon fades. Unknown before the first duration, which differs from zero.
 */
public final class MeanDuration {

    public static final MeanDuration UNKNOWN = new MeanDuration(Double.NaN);

    private static final double WEIGHT_OF_NEWEST = 0.25;
    private static final double NANOS = 1e9;

    private final double seconds;

    private MeanDuration(double seconds) {
        this.seconds = seconds;
    }

    public static MeanDuration of(Duration each) {
        return new MeanDuration(seconds(each));
    }

    public MeanDuration after(Duration took) {
        double newest = seconds(took);
        return new MeanDuration(isKnown() ? seconds + (newest - seconds) * WEIGHT_OF_NEWEST : newest);
    }

    /** Raises the average to the age of an operation that is still running. */
    MeanDuration atLeast(Duration age) {
        double least = seconds(age);
        return isKnown() && seconds >= least ? this : new MeanDuration(least);
    }

    boolean isKnown() {
        return !Double.isNaN(seconds);
    }

    /** Returns NaN while unknown. */
    double seconds() {
        return seconds;
    }

    /** Returns seconds; zero while unknown, for use as an operand of {@code max}. */
    double secondsIfKnown() {
        return isKnown() ? seconds : 0;
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS;
    }

    @Override
    public String toString() {
        return isKnown() ? seconds + " s" : "unknown";
    }
}
