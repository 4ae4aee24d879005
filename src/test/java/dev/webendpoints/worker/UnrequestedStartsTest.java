package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.scaling.ScalingPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/** How often a version that cannot start is started while no request asks for it. */
class UnrequestedStartsTest {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int SECONDS_OF_AN_HOUR = 3600;

    private final PoolsFixture house = new PoolsFixture();
    private FakeRuntime.Started failed;

    @Test
    void aNewVersionIsTriedLessAndLessWhileNobodyCalls() {
        // Given
        house.serve(house.deploy("de-1"));
        house.pools.switchTo(house.deploy("de-2"));
        // When
        failStartsFor(SECONDS_OF_AN_HOUR);
        // Then: at 0 s, 1 s, 3 s, 7 s … 2,047 s, beside the first version's
        assertThat(house.runtime.started).hasSize(1 + 12);
    }

    @Test
    void aFunctionThatKeepsWorkersIsTriedOnceAnHourInTheEnd() {
        // Given
        house.pools.scale(house.deploy("de-1"), ScalingPolicy.ONE_WORKER.withWorkers(1, 1));
        failStartsFor(4 * SECONDS_OF_AN_HOUR);
        int before = house.runtime.started.size();
        // When
        failStartsFor(SECONDS_OF_AN_HOUR);
        // Then
        assertThat(house.runtime.started).hasSize(before + 1);
    }

    @Test
    void aRequestThatThePreviousVersionServesLetsTheNewOneStart() {
        // Given
        house.serve(house.deploy("de-1"));
        FunctionKey broken = house.deploy("de-2");
        house.pools.switchTo(broken);
        failStartsFor(SECONDS_OF_AN_HOUR);
        int before = house.runtime.started.size();
        // When
        house.call(broken).lease.release();
        house.pass(TICK);
        // Then
        assertThat(house.runtime.started).hasSize(before + 1);
    }

    @Test
    void aVersionWithRequestsIsTriedEveryHalfMinute() {
        // Given
        house.serve(house.deploy("de-1"));
        FunctionKey broken = house.deploy("de-2");
        house.pools.switchTo(broken);
        failStartsFor(SECONDS_OF_AN_HOUR);
        int before = house.runtime.started.size();
        // When
        for (int second = 0; second < 290; second++) {
            house.call(broken).lease.release();
            failStarting();
            house.pass(TICK);
        }
        // Then
        assertThat(house.runtime.started).hasSize(before + 10);
    }

    private void failStartsFor(int seconds) {
        for (int second = 0; second < seconds; second++) {
            failStarting();
            house.pass(TICK);
        }
        failStarting();
    }

    private void failStarting() {
        if (failed != house.runtime.last()) {
            failed = house.runtime.last();
            failed.events.onFailed("broken", List.of());
        }
    }
}
