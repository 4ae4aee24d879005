package dev.webendpoints.scaling;

import java.time.Duration;

/**
 * How long one thing of a kind takes, as far as it was seen: a mean in which each newer one counts for a quarter, so that
 * one slow request in the beginning is soon forgotten. Before the first it is unknown, which is not the same as no time.
 */
public final class Pace {

    public static final Pace UNKNOWN = new Pace(Double.NaN);

    private static final double WEIGHT_OF_NEWEST = 0.25;
    private static final double NANOS = 1e9;

    private final double seconds;

    private Pace(double seconds) {
        this.seconds = seconds;
    }

    public static Pace of(Duration each) {
        return new Pace(seconds(each));
    }

    public Pace after(Duration took) {
        double newest = seconds(took);
        return new Pace(isKnown() ? seconds + (newest - seconds) * WEIGHT_OF_NEWEST : newest);
    }

    /** One of them runs for so long already. */
    Pace atLeast(Duration age) {
        double least = seconds(age);
        return isKnown() && seconds >= least ? this : new Pace(least);
    }

    boolean isKnown() {
        return !Double.isNaN(seconds);
    }

    /** NaN while unknown. */
    double seconds() {
        return seconds;
    }

    /** In seconds; zero while unknown: for whoever takes the longer of this and something else. */
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
