package dev.webendpoints.scaling;

import java.time.Duration;
import java.time.Instant;

/**
 * What was seen of a pool's requests so far. Each event makes the next value of it.
 *
 * @param requests how long a request holds its place
 * @param starts how long a worker takes from its start until it is ready
 * @param lastGrant when a request last got a worker; null if none did
 * @param lastDemand when a request last ran or waited; null if none did
 * @param most requests at once since the last look
 * @param demand over time
 */
public record Traffic(Pace requests, Pace starts, Instant lastGrant, Instant lastDemand, int most, Demand demand) {

    public static final Traffic UNKNOWN = new Traffic(Pace.UNKNOWN, Pace.UNKNOWN, null, null, 0, Demand.UNKNOWN);

    /** @param atOnce requests that wait or run, this one included */
    public Traffic onWaiting(int atOnce, Instant now) {
        return new Traffic(requests, starts, lastGrant, now, Math.max(most, atOnce), demand);
    }

    /** @param atOnce requests that wait or run, this one included */
    public Traffic onGranted(int atOnce, Instant now) {
        return new Traffic(requests, starts, now, now, Math.max(most, atOnce), demand);
    }

    public Traffic onEnded(Duration took, Instant now) {
        return new Traffic(requests.after(took), starts, lastGrant, now, most, demand);
    }

    /** A worker is ready. */
    public Traffic onReady(Duration took) {
        return new Traffic(requests, starts.after(took), lastGrant, lastDemand, most, demand);
    }

    /**
     * Takes note of how the pool stands; to be done several times in each window.
     *
     * @param atOnce requests that wait or run
     */
    public Traffic onLook(int starting, int atOnce, Policy policy, Instant now) {
        return new Traffic(
                requests,
                starts,
                lastGrant,
                atOnce > 0 ? now : lastDemand,
                atOnce,
                demand.onLook(starting, atOnce, Math.max(most, atOnce), policy, now));
    }

    /** Whether the function was in use within that time. Nothing seen is no use. */
    boolean isActive(Duration within, Instant now) {
        return lastDemand != null && lastDemand.plus(within).isAfter(now);
    }
}
