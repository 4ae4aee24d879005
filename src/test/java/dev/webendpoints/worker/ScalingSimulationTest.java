package dev.webendpoints.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.scaling.ScalingPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/** Simulates hours of traffic on the real pools. */
class ScalingSimulationTest {

    private static final ScalingPolicy TWENTY = ScalingPolicy.ONE_WORKER.withWorkers(0, 20);
    private static final Duration START = Duration.ofMillis(500);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aHundredQuickCallersAreServedByOneWorker() {
        Timeline seen = exact(TWENTY, Duration.ofMillis(5))
                .burst(Duration.ofSeconds(1), 100)
                .run(Duration.ofMinutes(1));

        assertThat(seen.mostWorkers()).isEqualTo(1);
    }

    @Test
    void aHundredSlowCallersAreServedByManyAndDoNotWaitForTheWindow() {
        Timeline seen = exact(TWENTY, Duration.ofSeconds(2))
                .burst(Duration.ofSeconds(1), 100)
                .run(Duration.ofMinutes(1));

        assertThat(seen.mostWorkers()).isEqualTo(20);
        assertThat(seen.longestWait(1)).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void aBurstOfWhatIsKnownToBeSlowStartsAllAtOnce() {
        Timeline seen = exact(TWENTY, Duration.ofSeconds(2))
                .burst(Duration.ofSeconds(1), 1)
                .burst(Duration.ofMinutes(10), 10)
                .run(Duration.ofMinutes(11));

        assertThat(seen.longestWait(1)).isEqualTo(START);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 3, 10, 14})
    void aConstantLoadStartsWorkersRarely(double requestsAtATime) {
        Timeline seen = new Simulation(1, TWENTY, START, Duration.ofSeconds(1), false)
                .callers(HOUR.multipliedBy(5), requestsAtATime, seconds -> requestsAtATime)
                .run(HOUR.multipliedBy(5));

        assertThat(seen.startsSince(HOUR)).isLessThan(4 * 30);
    }

    @Test
    void aConstantLoadBelowTheTargetStartsNobody() {
        Timeline seen = new Simulation(
                        1, TWENTY.withWorkers(1, 20).withConcurrency(100, 80), START, Duration.ofMillis(200), false)
                .callers(HOUR, 250, seconds -> 250)
                .run(HOUR);

        assertThat(seen.mostWorkers()).isEqualTo(1);
    }

    @Test
    void aConstantLoadAboveTheTargetGetsWhatTheTargetAsksFor() {
        Timeline seen = new Simulation(
                        1, TWENTY.withWorkers(1, 20).withConcurrency(100, 20), START, Duration.ofMillis(200), false)
                .callers(HOUR, 250, seconds -> 250)
                .run(HOUR);

        // 50 concurrent requests on average, and up to 80.
        assertThat(seen.last().workers()).isBetween(3, 4);
    }

    @Test
    void afterAWindowWithoutCallersNothingIsLeft() {
        Timeline seen = exact(TWENTY, Duration.ofSeconds(2))
                .burst(Duration.ofSeconds(1), 100)
                .run(Duration.ofSeconds(15).plus(ScalingPolicy.DEFAULT_SCALEDOWN.multipliedBy(2)));

        assertThat(seen.last().workers()).isZero();
    }

    @Test
    void aBufferSparesCallersTheStart() {
        Timeline without = spikes(TWENTY.withWorkers(1, 20));
        Timeline with = spikes(TWENTY.withWorkers(1, 20).withBuffer(4));

        assertThat(with.longestWait(0.99)).isLessThan(without.longestWait(0.99).dividedBy(2));
    }

    private static Timeline spikes(ScalingPolicy policy) {
        return new Simulation(3, policy, Duration.ofSeconds(10), Duration.ofSeconds(1), false)
                .callers(HOUR, 3, seconds -> seconds % 300 < 150 ? 3 : 0.5)
                .run(HOUR);
    }

    private static Simulation exact(ScalingPolicy policy, Duration service) {
        return new Simulation(1, policy, START, service, true);
    }
}
