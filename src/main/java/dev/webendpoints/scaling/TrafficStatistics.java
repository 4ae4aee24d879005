package dev.webendpoints.scaling;

import java.time.Duration;
import java.time.Instant;

/**
 * The history of a pool's requests. Immutable; each event returns a new value.
 *
 * @param requests how long a request holds its lease
 * @param starts how long a worker takes from its start until it is ready
 * @param lastGrant when a request was last granted a lease; null if none was
 * @param lastDemand when a request last ran or waited; null if none did
 * @param most maximum number of concurrent requests since the last sample
 * @param demand number of requests over time
 */
public record TrafficStatistics(
        MeanDuration requests,
        MeanDuration starts,
        Instant lastGrant,
        Instant lastDemand,
        int most,
        DemandHistory demand) {

    public static final TrafficStatistics UNKNOWN =
            new TrafficStatistics(MeanDuration.UNKNOWN, MeanDuration.UNKNOWN, null, null, 0, DemandHistory.UNKNOWN);

    /** @param atOnce number of waiting and running requests, including this one */
    public TrafficStatistics onWaiting(int atOnce, Instant now) {
        return new TrafficStatistics(requests, starts, lastGrant, now, Math.max(most, atOnce), demand);
    }

    /** @param atOnce number of waiting and running requests, including this one */
    public TrafficStatistics onGranted(int atOnce, Instant now) {
        return new TrafficStatistics(requests, starts, now, now, Math.max(most, atOnce), demand);
    }

    public TrafficStatistics onEnded(Duration took, Instant now) {
        return new TrafficStatistics(requests.after(took), starts, lastGrant, now, most, demand);
    }

    /** A worker became ready. */
    public TrafficStatistics onReady(Duration took) {
        return new TrafficStatistics(requests, starts.after(took), lastGrant, lastDemand, most, demand);
    }

    /**
     * Samples the pool. Called several times in each window.
     *
     * @param atOnce number of waiting and running requests
     */
    public TrafficStatistics onLook(int starting, int atOnce, ScalingPolicy policy, Instant now) {
        return new TrafficStatistics(
                requests,
                starts,
                lastGrant,
                atOnce > 0 ? now : lastDemand,
                atOnce,
                demand.onLook(starting, atOnce, Math.max(most, atOnce), policy, now));
    }

    /** Returns whether the function was in use within that time; false without any request. */
    boolean isActive(Duration within, Instant now) {
        return lastDemand != null && lastDemand.plus(within).isAfter(now);
    }
}
