package dev.webendpoints.worker;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.worker.PoolsFixture.Caller;

import static org.assertj.core.api.Assertions.assertThat;

/** A new version replaces the previous one, which serves until the new one is ready. */
class RedeployTest {

    private final PoolsFixture house = new PoolsFixture();
    private final FunctionKey old = house.deploy("de-1");

    @Test
    void theOldVersionServesUntilTheNewOneIsReady() {
        FakeRuntime.Started before = house.serve(old);

        Caller caller = house.call(house.deploy("de-2"));

        assertThat(caller.lease.workerId()).isEqualTo(before.id);
        assertThat(house.runtime.last().version.key().definitionId()).isEqualTo("de-2");
    }

    @Test
    void publishingStartsTheNewVersionBeforeAnybodyAsks() {
        house.serve(old);

        house.pools.switchTo(house.deploy("de-2"));

        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void publishingStartsNothingWhereNothingRan() {
        house.pools.switchTo(house.deploy("de-2"));

        assertThat(house.runtime.started).isEmpty();
    }

    @Test
    void theOldVersionStopsWhenTheNewOneIsReady() {
        FakeRuntime.Started before = house.serve(old);
        house.pools.switchTo(house.deploy("de-2"));

        house.runtime.last().ready();

        assertThat(before.isToldToStop()).isTrue();
    }

    @Test
    void theOldVersionFinishesWhatItHas() {
        FakeRuntime.Started before = house.serve(old);
        Caller running = house.call(old);
        house.pools.switchTo(house.deploy("de-2"));
        house.runtime.last().ready();
        assertThat(before.isToldToStop()).isFalse();

        running.lease.release();

        assertThat(before.isToldToStop()).isTrue();
    }

    @Test
    void drainingEndsAtTheRequestsTimeout() {
        FakeRuntime.Started before = house.serve(old);
        house.call(old);
        house.pools.switchTo(house.deploy("de-2"));
        house.runtime.last().ready();

        house.pass(PoolsFixture.TIMEOUT);

        assertThat(before.isToldToStop()).isTrue();
    }

    @Test
    void aRequestForTheReplacedVersionIsServedByTheNewOne() {
        house.serve(old);
        house.pools.switchTo(house.deploy("de-2"));
        FakeRuntime.Started after = house.runtime.last().ready();

        Caller late = house.call(old);

        assertThat(late.lease.workerId()).isEqualTo(after.id);
    }

    @Test
    void aNewVersionThatCannotStartLeavesTheOldOneServing() {
        FakeRuntime.Started before = house.serve(old);
        FunctionKey broken = house.deploy("de-2");
        house.pools.switchTo(broken);
        house.runtime.last().events.onFailed("broken", List.of());

        Caller caller = house.call(broken);

        assertThat(caller.lease.workerId()).isEqualTo(before.id);
    }

    @Test
    void whoWaitsForTheOldVersionIsNotRefusedWhenTheNewOneFails() {
        house.serve(old);
        FunctionKey broken = house.deploy("de-2");
        Caller running = house.call(broken);
        Caller waiting = house.call(broken);
        house.runtime.last().events.onFailed("broken", List.of());

        running.lease.release();

        assertThat(waiting.lease).isNotNull();
    }

    @Test
    void anOldVersionThatDiesServesNoMore() {
        FakeRuntime.Started before = house.serve(old);
        house.pools.switchTo(house.deploy("de-2"));
        before.events.onLeaving();

        Caller caller = house.call(old);

        assertThat(caller.waits()).isTrue();
    }

    @Test
    void theOldVersionIsNotScaledDownWhileTheNewOneFails() {
        FakeRuntime.Started before = house.serve(old);
        house.pools.switchTo(house.deploy("de-2"));
        house.runtime.last().events.onFailed("broken", List.of());

        house.pass(PoolsFixture.WINDOW.multipliedBy(5));

        assertThat(before.isToldToStop()).isFalse();
    }

    @Test
    void aThirdVersionReplacesABrokenSecond() {
        FakeRuntime.Started before = house.serve(old);
        house.pools.switchTo(house.deploy("de-2"));
        house.runtime.last().events.onFailed("broken", List.of());
        house.pools.switchTo(house.deploy("de-3"));

        house.runtime.last().ready();

        assertThat(house.runtime.last().version.key().definitionId()).isEqualTo("de-3");
        assertThat(before.isToldToStop()).isTrue();
    }

    @Test
    void aVersionThatStillStartsIsStoppedWhenItIsReplaced() {
        house.serve(old);
        house.pools.switchTo(house.deploy("de-2"));
        FakeRuntime.Started second = house.runtime.last();

        house.pools.switchTo(house.deploy("de-3"));

        assertThat(second.isToldToStop()).isTrue();
    }

    @Test
    void goingBackToTheVersionThatStillServesStopsTheOther() {
        FakeRuntime.Started before = house.serve(old);
        house.pools.switchTo(house.deploy("de-2"));
        FakeRuntime.Started second = house.runtime.last();

        house.pools.switchTo(old);

        assertThat(second.isToldToStop()).isTrue();
        assertThat(house.call(old).lease.workerId()).isEqualTo(before.id);
    }

    @Test
    void goingBackToAVersionThatIsGoneStartsIt() {
        house.serve(old);
        house.pools.switchTo(house.deploy("de-2"));
        house.runtime.last().ready();

        house.pools.switchTo(old);

        assertThat(house.runtime.last().version.key()).isEqualTo(old);
    }

    @Test
    void aVersionThatNobodyKnowsLeavesTheOldOneServing() {
        FakeRuntime.Started before = house.serve(old);

        Caller caller = house.call(new FunctionKey("fu-1", "de-unknown"));

        assertThat(caller.lease.workerId()).isEqualTo(before.id);
        assertThat(before.isToldToStop()).isFalse();
    }
}
