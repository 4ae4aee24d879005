package dev.webendpoints.scaling;

import java.time.Duration;
import java.time.Instant;

/**
 * The number of running and waiting requests over time, from periodic samples of the pool.
 *
 * @param lookedAt time of the last sample; null before the first
 * @param steadySince since when no worker is starting; null while one is, as waiting requests then indicate no load
 * @param mean moving average over about one scale-up window, since {@code steadySince}
 * @param peak the maximum since {@code peakSince}
 * @param peakSince start of the current scale-down window; null before the first sample
 * @param formerPeak the maximum of the previous scale-down window, {@link #UNKNOWN_PEAK} if there was none
 */
public record DemandHistory(
        Instant lookedAt, Instant steadySince, double mean, int peak, Instant peakSince, int formerPeak) {

    static final int UNKNOWN_PEAK = -1;

    public static final DemandHistory UNKNOWN = new DemandHistory(null, null, 0, 0, null, UNKNOWN_PEAK);

    private static final double NANOS = 1e9;

    /** @param most maximum number of concurrent requests since the last sample */
    DemandHistory onLook(int starting, int now, int most, ScalingPolicy policy, Instant at) {
        boolean periodOver = peakSince == null || !at.isBefore(peakSince.plus(policy.scaledownWindow()));
        return new DemandHistory(
                at,
                starting > 0 ? null : steadySince == null ? at : steadySince,
                steadySince == null ? now : mean + (now - mean) * share(policy.scaleupWindow(), at),
                periodOver ? most : Math.max(peak, most),
                periodOver ? at : peakSince,
                periodOver && peakSince != null ? peak : formerPeak);
    }

    /** The weight of the newest sample in the mean. Uses {@link StrictMath} for reproducible simulations. */
    private double share(Duration window, Instant at) {
        double over = window.toNanos() / NANOS;
        double passed = Duration.between(lookedAt, at).toNanos() / NANOS;
        return over == 0 ? 1 : 1 - StrictMath.exp(-passed / over);
    }

    /** Returns whether {@link #mean} covers a whole window in which no worker was starting. */
    boolean isSteady(Duration window, Instant now) {
        return steadySince != null && !now.isBefore(steadySince.plus(window));
    }

    /** Returns whether the samples cover at least one whole scale-down window. */
    boolean hasHistory() {
        return formerPeak != UNKNOWN_PEAK;
    }

    /** Returns the maximum of the current and the previous scale-down window. */
    int recentPeak() {
        return Math.max(peak, formerPeak);
    }
}
