package dev.webendpoints.scaling;

import java.time.Duration;
import java.time.Instant;

/**
 * How many requests ran or waited, over time, from a look at the pool now and then.
 *
 * @param lookedAt the last look; null before the first
 * @param steadySince since when no worker was starting; null while one is, for what waits then is no sign yet
 * @param mean over about one scale-up window since then
 * @param peak the most since {@code peakSince}
 * @param peakSince the beginning of this scale-down window; null before the first look
 * @param formerPeak the most in the scale-down window before, {@link #UNKNOWN_PEAK} if there was none
 */
public record Demand(Instant lookedAt, Instant steadySince, double mean, int peak, Instant peakSince, int formerPeak) {

    static final int UNKNOWN_PEAK = -1;

    public static final Demand UNKNOWN = new Demand(null, null, 0, 0, null, UNKNOWN_PEAK);

    private static final double NANOS = 1e9;

    /** @param most at once since the last look */
    Demand onLook(int starting, int now, int most, Policy policy, Instant at) {
        boolean periodOver = peakSince == null || !at.isBefore(peakSince.plus(policy.scaledownWindow()));
        return new Demand(
                at,
                starting > 0 ? null : steadySince == null ? at : steadySince,
                steadySince == null ? now : mean + (now - mean) * share(policy.scaleupWindow(), at),
                periodOver ? most : Math.max(peak, most),
                periodOver ? at : peakSince,
                periodOver && peakSince != null ? peak : formerPeak);
    }

    /** What the time since the last look weighs in the mean; the same on every machine, so that simulations are. */
    private double share(Duration window, Instant at) {
        double over = window.toNanos() / NANOS;
        double passed = Duration.between(lookedAt, at).toNanos() / NANOS;
        return over == 0 ? 1 : 1 - StrictMath.exp(-passed / over);
    }

    /** Whether {@link #mean} is of a whole window in which nothing was starting. */
    boolean isSteady(Duration window, Instant now) {
        return steadySince != null && !now.isBefore(steadySince.plus(window));
    }

    /** Whether a whole scale-down window, at least, was seen. */
    boolean hasHistory() {
        return formerPeak != UNKNOWN_PEAK;
    }

    /** The most at once in the last scale-down window, or a little longer ago. */
    int recentPeak() {
        return Math.max(peak, formerPeak);
    }
}
