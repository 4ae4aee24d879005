package dev.webendpoints.scaling;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScalingPolicyTest {

    @Test
    void theMinimumIsNotMoreThanTheMaximum() {
        assertThatThrownBy(() -> ScalingPolicy.ONE_WORKER.withWorkers(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a policy needs 0 <= min <= max and max >= 1");
    }

    @Test
    void nothingIsNegative() {
        assertThatThrownBy(() -> ScalingPolicy.ONE_WORKER.withBuffer(-1)).hasMessage("a policy needs buffer >= 0");
        assertThatThrownBy(() -> ScalingPolicy.ONE_WORKER.withWindows(Duration.ofSeconds(-1), Duration.ZERO))
                .hasMessage("a policy needs windows that are not negative");
    }

    @Test
    void theTargetIsWhatAWorkerTakesUnlessItIsSaid() {
        assertThat(ScalingPolicy.ONE_WORKER.withConcurrency(7, 0).target()).isEqualTo(7);
        assertThat(ScalingPolicy.ONE_WORKER.withConcurrency(7, 5).target()).isEqualTo(5);
    }

    @Test
    void moreIsKeptOnlyWithinTheMaximum() {
        assertThat(ScalingPolicy.ONE_WORKER.withWorkers(1, 3).keepingAtLeast(5).minWorkers())
                .isEqualTo(3);
    }
}
