package dev.webendpoints.worker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.webendpoints.scaling.ScalingPolicy;

/** The plots of {@code docs/scaling.md}, by file name. */
final class ScalingPlots {

    private static final Duration START = Duration.ofMillis(500);

    private static final int TARGET = 20;

    private ScalingPlots() {}

    static Map<String, String> all() {
        Map<String, String> plots = new LinkedHashMap<>();
        plots.put("quick-burst.svg", quickBurst());
        plots.put("slow-burst.svg", slowBurst());
        plots.put("day.svg", day());
        plots.put("constant.svg", constant());
        plots.put("buffer.svg", buffer());
        plots.put("override.svg", override());
        return plots;
    }

    private static String quickBurst() {
        Timeline seen = exact(twenty(), Duration.ofMillis(5))
                .burst(Duration.ofSeconds(1), 100)
                .run(Duration.ofSeconds(5));
        return Plot.of("100 callers at once, 5 ms each", seen, Duration.ofSeconds(5));
    }

    private static String slowBurst() {
        Timeline seen = exact(twenty(), Duration.ofSeconds(2))
                .burst(Duration.ofSeconds(1), 100)
                .run(Duration.ofMinutes(2));
        return Plot.of("100 callers at once, 2 s each, max_containers=20", seen, Duration.ofMinutes(2));
    }

    private static String day() {
        Duration day = Duration.ofHours(24);
        Timeline seen = new Simulation(7, twenty(), START, Duration.ofSeconds(1), false)
                .callers(day, 8, seconds -> 4 - 4 * StrictMath.cos(seconds / day.toSeconds() * 2 * Math.PI))
                .run(day);
        return Plot.of("a day: 0 to 8 requests a second, 1 s each", seen, day);
    }

    private static String constant() {
        Duration time = Duration.ofHours(1);
        Timeline seen = new Simulation(1, twenty().withConcurrency(100, TARGET), START, Duration.ofMillis(200), false)
                .callers(time, 250, seconds -> 250)
                .run(time);
        return Plot.of("250 requests a second, 200 ms each, target_inputs=20", seen, time, TARGET);
    }

    private static String buffer() {
        Duration time = Duration.ofMinutes(20);
        ScalingPolicy policy = twenty().withWorkers(1, 20).withBuffer(4);
        Timeline seen = new Simulation(3, policy, Duration.ofSeconds(10), Duration.ofSeconds(1), false)
                .callers(time, 3, seconds -> seconds % 300 < 150 ? 3 : 0)
                .run(time);
        return Plot.of("in use half of the time, min_containers=1, buffer_containers=4", seen, time);
    }

    private static String override() {
        Duration time = Duration.ofMinutes(10);
        Timeline seen = new Simulation(5, twenty(), START, Duration.ofSeconds(2), false)
                .callers(time, 2.2, seconds -> 2.2)
                .rescaled(Duration.ofMinutes(4), twenty().withWorkers(0, 5))
                .rescaled(Duration.ofMinutes(7), twenty().withWorkers(12, 20))
                .run(time);
        return Plot.of("max_containers=5 after 4 minutes, min_containers=12 after 7", seen, time);
    }

    private static ScalingPolicy twenty() {
        return ScalingPolicy.ONE_WORKER.withWorkers(0, 20);
    }

    private static Simulation exact(ScalingPolicy policy, Duration service) {
        return new Simulation(1, policy, START, service, true);
    }
}
