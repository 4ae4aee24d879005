package dev.webendpoints.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.scaling.ScalingPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/** What the app's log says of a call that waits for its own caller. */
class ExplainedWaitsTest {

    private final PoolsFixture house = new PoolsFixture();

    private FunctionKey deploy(int maxWorkers) {
        house.policy = ScalingPolicy.ONE_WORKER.withWorkers(0, maxWorkers);
        return house.deploy("de-1");
    }

    @Test
    void aCallThatWaitsForItsCallerIsExplained() {
        FunctionKey key = deploy(1);
        house.serve(key);
        house.call(key, 2);

        house.pools.explainWait(key);

        assertThat(house.runtime.last().notes)
                .singleElement()
                .asString()
                .contains("all 1 containers are busy", "max_containers", "webendpoints.scaling.max-containers");
    }

    @Test
    void theLogSaysSoOnceAMinute() {
        FunctionKey key = deploy(1);
        house.serve(key);
        house.call(key, 2);

        house.pools.explainWait(key);
        house.pools.explainWait(key);
        house.pass(Duration.ofSeconds(61));
        house.pools.explainWait(key);

        assertThat(house.runtime.last().notes).hasSize(2);
    }

    @Test
    void nothingIsSaidWhileAnotherWorkerMayStart() {
        FunctionKey key = deploy(8);
        FakeRuntime.Started worker = house.serve(key);
        house.call(key, 2);

        house.pools.explainWait(key);

        assertThat(worker.notes).isEmpty();
    }

    @Test
    void nothingIsSaidWhenNoCallWaits() {
        FunctionKey key = deploy(1);
        FakeRuntime.Started worker = house.serve(key);
        house.call(key, 1);

        house.pools.explainWait(key);

        assertThat(worker.notes).isEmpty();
    }
}
