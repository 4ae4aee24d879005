package dev.webendpoints.scaling;

import java.time.Duration;

/**
 * The scaling policy that a function's owner declares, within the limits of the server.
 *
 * @param minWorkers kept even without requests, at least 0
 * @param maxWorkers never exceeded, at least 1 and at least {@code minWorkers}
 * @param bufferWorkers kept free in addition to those that the load needs, while there is load; at least 0
 * @param concurrency maximum number of concurrent requests of one worker, at least 1
 * @param target desired number of concurrent requests of one worker, from 1 to {@code concurrency}
 * @param scaleupWindow how long a shortage lasts before a worker is started for it
 * @param scaledownWindow how long a worker is idle before it is stopped
 * @param singleUse whether a worker ends after its first request
 */
public record ScalingPolicy(
        int minWorkers,
        int maxWorkers,
        int bufferWorkers,
        int concurrency,
        int target,
        Duration scaleupWindow,
        Duration scaledownWindow,
        boolean singleUse) {

    public static final Duration DEFAULT_SCALEUP = Duration.ofSeconds(1);

    /** Modal's default. */
    public static final Duration DEFAULT_SCALEDOWN = Duration.ofSeconds(60);

    /** One worker, started by a request, that takes one request at a time. */
    public static final ScalingPolicy ONE_WORKER =
            new ScalingPolicy(0, 1, 0, 1, 1, DEFAULT_SCALEUP, DEFAULT_SCALEDOWN, false);

    public ScalingPolicy {
        require(minWorkers >= 0 && maxWorkers >= 1 && minWorkers <= maxWorkers, "0 <= min <= max and max >= 1");
        require(bufferWorkers >= 0, "buffer >= 0");
        require(target >= 1 && target <= concurrency, "1 <= target <= concurrency");
        require(!scaleupWindow.isNegative() && !scaledownWindow.isNegative(), "windows that are not negative");
    }

    private void require(boolean held, String what) {
        if (!held) {
            throw new IllegalArgumentException("a policy needs " + what);
        }
    }

    public ScalingPolicy withWorkers(int min, int max) {
        return new ScalingPolicy(
                min, max, bufferWorkers, concurrency, target, scaleupWindow, scaledownWindow, singleUse);
    }

    public ScalingPolicy withBuffer(int workers) {
        return new ScalingPolicy(
                minWorkers, maxWorkers, workers, concurrency, target, scaleupWindow, scaledownWindow, singleUse);
    }

    /** @param aim the target; 0 for {@code most} */
    public ScalingPolicy withConcurrency(int most, int aim) {
        return new ScalingPolicy(
                minWorkers,
                maxWorkers,
                bufferWorkers,
                most,
                aim == 0 ? most : Math.min(aim, most),
                scaleupWindow,
                scaledownWindow,
                singleUse);
    }

    public ScalingPolicy withWindows(Duration up, Duration down) {
        return new ScalingPolicy(minWorkers, maxWorkers, bufferWorkers, concurrency, target, up, down, singleUse);
    }

    /** A worker for each request. */
    public ScalingPolicy withSingleUse() {
        return new ScalingPolicy(minWorkers, maxWorkers, bufferWorkers, 1, 1, scaleupWindow, scaledownWindow, true);
    }

    /** Returns a copy that keeps at least this many workers, up to {@code maxWorkers}. */
    public ScalingPolicy keepingAtLeast(int workers) {
        return withWorkers(Math.max(minWorkers, Math.min(maxWorkers, workers)), maxWorkers);
    }
}
