package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.TestSpecs;
import dev.webendpoints.scaling.ScalingPolicy;
import dev.webendpoints.worker.PoolsFixture.Caller;

import static org.assertj.core.api.Assertions.assertThat;

/** Pools with several workers, and workers that start without a request. */
class ScaledPoolsTest {

    private final PoolsFixture house = new PoolsFixture();
    private final FunctionKey key = house.deploy("de-1");

    @Test
    void aRequestThatDoesNotEndGetsThoseWhoWaitAnotherWorker() {
        house.call(key, 2);
        house.runtime.last().ready();

        house.pass(ScalingPolicy.DEFAULT_SCALEUP.plusMillis(1));

        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void theLeastLoadedWorkerIsLeased() {
        FunctionKey wide = house.deploy("de-2", 3, method());
        house.pools.scale(wide, policy().withWorkers(2, 2).withConcurrency(3, 0));
        house.runtime.started.forEach(FakeRuntime.Started::ready);
        String first = house.call(wide).lease.workerId();

        Caller second = house.call(wide);

        assertThat(second.lease.workerId()).isNotEqualTo(first);
    }

    @Test
    void keptWorkersStartWithNobodyCalling() {
        house.pools.scale(key, policy().withWorkers(2, 8));

        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void keptWorkersStayHoweverLongNobodyCalls() {
        house.pools.scale(key, policy().withWorkers(1, 8));
        house.runtime.last().ready();

        house.pass(PoolsFixture.WINDOW.multipliedBy(10));

        assertThat(house.runtime.last().isToldToStop()).isFalse();
    }

    @Test
    void aKeptWorkerThatDiesIsReplaced() {
        house.pools.scale(key, policy().withWorkers(1, 8));

        house.runtime.last().ready().events.onExited("killed by signal 9");

        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void aKeptWorkerThatCannotStartIsTriedAgainAfterTheBackOff() {
        house.pools.scale(key, policy().withWorkers(1, 8));
        house.runtime.last().events.onFailed("broken", List.of());

        house.pass(Duration.ofSeconds(1));

        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void workersThatFailTogetherAreOneFailure() {
        house.pools.scale(key, policy().withWorkers(3, 8));
        List.copyOf(house.runtime.started).forEach(worker -> worker.events.onFailed("broken", List.of()));

        house.pass(Duration.ofSeconds(1));

        assertThat(house.runtime.started).hasSize(6);
    }

    @Test
    void aHigherMinimumHoldsAtOnce() {
        house.serve(key);

        house.pools.scale(key, policy().withWorkers(3, 8));

        assertThat(house.runtime.started).hasSize(3);
    }

    @Test
    void aLowerMaximumStopsTheIdleFirst() {
        house.pools.scale(key, policy().withWorkers(2, 8));
        house.runtime.started.forEach(FakeRuntime.Started::ready);
        Caller running = house.call(key);

        house.pools.scale(key, policy().withWorkers(0, 1));

        assertThat(house.runtime.started)
                .filteredOn(FakeRuntime.Started::isToldToStop)
                .extracting(worker -> worker.id)
                .doesNotContain(running.lease.workerId())
                .hasSize(1);
    }

    @Test
    void asItsCodeSaysAgainNothingIsKept() {
        house.pools.scale(key, policy().withWorkers(1, 8));
        house.runtime.last().ready();

        house.pools.scaleAsDeployed("fu-1");
        house.pass(PoolsFixture.WINDOW);

        assertThat(house.runtime.last().isToldToStop()).isTrue();
    }

    @Test
    void theBufferIsThereOnceThereIsARequest() {
        house.policy = policy().withWorkers(0, 8).withBuffer(2);
        FunctionKey buffered = house.deploy("de-2");

        house.call(buffered);

        assertThat(house.runtime.started).hasSize(3);
    }

    @Test
    void theBufferGoesAWindowAfterTheLastRequest() {
        house.policy = policy().withWorkers(0, 8).withBuffer(2);
        Caller caller = house.call(house.deploy("de-2"));
        List.copyOf(house.runtime.started).forEach(FakeRuntime.Started::ready);
        caller.lease.release();

        house.pass(PoolsFixture.WINDOW);

        assertThat(house.runtime.started).allMatch(FakeRuntime.Started::isToldToStop);
    }

    @Test
    void aSingleUseWorkerEndsWithItsRequest() {
        house.policy = policy().withSingleUse();
        Caller caller = house.call(house.deploy("de-2"));
        house.runtime.last().ready();

        caller.lease.release();

        assertThat(house.runtime.last().isToldToStop()).isTrue();
    }

    @Test
    void everySingleUseGetsAWorkerOfItsOwn() {
        house.policy = policy().withWorkers(0, 8).withSingleUse();

        house.call(house.deploy("de-2"), 3);

        assertThat(house.runtime.started).hasSize(3);
    }

    @Test
    void aRedeployBringsAsManyWorkersAsAreBusy() {
        threeBusyWorkers();

        house.pools.switchTo(house.deploy("de-2"));

        assertThat(house.runtime.started)
                .filteredOn(worker -> worker.version.key().definitionId().equals("de-2"))
                .hasSize(3);
    }

    @Test
    void theOldVersionServesUntilAsManyNewWorkersAreReady() {
        List<FakeRuntime.Started> old = threeBusyWorkers();
        house.call(key);
        house.pools.switchTo(house.deploy("de-2"));

        house.runtime.last().ready();

        assertThat(old).noneMatch(FakeRuntime.Started::isToldToStop);
        assertThat(house.pools.counts().ready()).isEqualTo(4);
    }

    private List<FakeRuntime.Started> threeBusyWorkers() {
        house.pools.scale(key, policy().withWorkers(3, 8));
        house.runtime.started.forEach(FakeRuntime.Started::ready);
        house.call(key, 3);
        return List.copyOf(house.runtime.started);
    }

    private static FunctionSpec.WebMethod method() {
        return TestSpecs.webMethod("", EndpointKind.ASGI_APP);
    }

    private static ScalingPolicy policy() {
        return ScalingPolicy.ONE_WORKER;
    }
}
