package dev.webendpoints.scaling;

import java.time.Duration;

/**
 * What a function's owner asked for.
 *
 * @param minWorkers kept even when nobody asks, at least 0
 * @param maxWorkers never exceeded, at least 1 and at least {@code minWorkers}
 * @param concurrency requests that one worker takes at a time, at least 1
 * @param scaledownWindow how long a worker may be idle before it is stopped
 */
public record Policy(int minWorkers, int maxWorkers, int concurrency, Duration scaledownWindow) {

    public Policy {
        if (minWorkers < 0 || maxWorkers < 1 || minWorkers > maxWorkers || concurrency < 1) {
            throw new IllegalArgumentException("a policy needs 0 <= minWorkers <= maxWorkers, maxWorkers >= 1 and "
                    + "concurrency >= 1, not " + minWorkers + ", " + maxWorkers + " and " + concurrency);
        }
    }
}
