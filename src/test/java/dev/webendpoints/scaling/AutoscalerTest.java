package dev.webendpoints.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AutoscalerTest {

    private static final Instant NOW = Instant.EPOCH.plusSeconds(1_000);
    private static final Duration WINDOW = Duration.ofSeconds(60);

    @Test
    void nothingIsStartedForNobody() {
        assertThat(decide(0, 0, 0, 0, policy(0, 10, 1))).isEqualTo(Decision.KEEP);
    }

    @Test
    void enoughIsStartedForThoseWhoWait() {
        assertThat(decide(0, 0, 0, 5, policy(0, 10, 2))).isEqualTo(new Decision(3, 0));
    }

    @Test
    void whatStartsAlreadyCounts() {
        assertThat(decide(3, 0, 0, 5, policy(0, 10, 2))).isEqualTo(Decision.KEEP);
    }

    @Test
    void theMaximumIsNeverExceeded() {
        assertThat(decide(0, 0, 0, 1_000, policy(0, 1, 1))).isEqualTo(new Decision(1, 0));
    }

    @Test
    void theMinimumIsStartedWithoutDemand() {
        assertThat(decide(0, 0, 0, 0, policy(2, 10, 1))).isEqualTo(new Decision(2, 0));
    }

    @Test
    void theMinimumStaysHoweverLongItIsIdle() {
        assertThat(decide(0, 2, 0, 0, policy(1, 10, 1), NOW.minus(WINDOW), NOW.minus(WINDOW)))
                .isEqualTo(new Decision(0, 1));
    }

    @Test
    void onlyWhatWasIdleForTheWholeWindowIsStopped() {
        assertThat(decide(0, 2, 0, 0, policy(0, 10, 1), NOW.minus(WINDOW), NOW.minusSeconds(59)))
                .isEqualTo(new Decision(0, 1));
    }

    @Test
    void theBackOffDoublesUpToItsBound() {
        assertThat(List.of(1, 2, 3, 4, 5, 6, 1_000))
                .extracting(failures -> Backoff.after(failures).toSeconds())
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    private static Policy policy(int min, int max, int concurrency) {
        return new Policy(min, max, concurrency, WINDOW);
    }

    private static Decision decide(
            int starting, int ready, int leases, int waiting, Policy policy, Instant... idleSince) {
        return Autoscaler.decide(new Observation(starting, ready, leases, waiting, List.of(idleSince)), policy, NOW);
    }
}
