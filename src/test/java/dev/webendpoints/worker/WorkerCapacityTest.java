package dev.webendpoints.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.worker.PoolsFixture.Caller;

import static org.assertj.core.api.Assertions.assertThat;

/** A server with a limit of two workers and more functions than that. */
class WorkerCapacityTest {

    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final PoolsFixture house = new PoolsFixture(PoolsFixture.config("limit", 2));
    private final FunctionKey first = house.deployOther("fu-first");
    private final FunctionKey second = house.deployOther("fu-second");
    private final FunctionKey third = house.deployOther("fu-third");

    @Test
    void noMoreWorkersStartThanThereMayBe() {
        house.call(first);
        house.call(second);
        house.call(third);
        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void theOneThatWasIdleForLongestMakesRoom() {
        FakeRuntime.Started oldest = house.serve(first);
        house.pass(A_WHILE);
        house.serve(second);
        house.call(third);

        house.pass(A_WHILE);

        assertThat(oldest.isToldToStop()).isTrue();
    }

    @Test
    void theOthersStayHoweverLongItTakes() {
        house.serve(first);
        house.pass(A_WHILE);
        FakeRuntime.Started newer = house.serve(second);
        house.call(third);

        house.pass(A_WHILE);
        house.pass(A_WHILE);

        assertThat(newer.isToldToStop()).isFalse();
    }

    @Test
    void whoHasAWorkerMakesNobodyGo() {
        FakeRuntime.Started idle = house.serve(first);
        house.call(second, 2);
        house.runtime.last().ready();

        house.pass(A_WHILE.multipliedBy(30));

        assertThat(idle.isToldToStop()).isFalse();
    }

    @Test
    void whoHasAWorkerGetsNoSecondOneBeforeWhoHasNone() {
        house.serve(first);
        house.call(first, 2);
        house.call(second);
        FakeRuntime.Started leaving = house.runtime.last().ready();
        Caller waiting = house.call(third);
        house.pass(A_WHILE.multipliedBy(30));

        leaving.events.onExited("killed by signal 9");
        house.pass(A_WHILE);

        assertThat(house.runtime.last().version.key()).isEqualTo(third);
    }

    @Test
    void aRedeployTakesThePlaceOfItsOwn() {
        FunctionKey before = house.deploy("de-1");
        FakeRuntime.Started old = house.serve(before);
        house.call(second);
        house.runtime.last().ready();
        house.pools.switchTo(house.deploy("de-2"));

        house.pass(A_WHILE);

        assertThat(old.isToldToStop()).isTrue();
    }

    @Test
    void whoWaitsIsServedWhenThereIsRoom() {
        FakeRuntime.Started oldest = house.serve(first);
        house.serve(second);
        Caller waiting = house.call(third);
        house.pass(A_WHILE);

        oldest.events.onExited("it exited with status 0");
        house.pass(A_WHILE);
        house.runtime.last().ready();

        assertThat(waiting.lease).isNotNull();
    }

    @Test
    void aWorkerThatIsBusyIsLeftAlone() {
        house.call(first);
        FakeRuntime.Started busy = house.runtime.last().ready();
        house.call(second);
        house.runtime.last().ready();
        house.call(third);

        house.pass(A_WHILE);

        assertThat(busy.isToldToStop()).isFalse();
    }

    @Test
    void aWorkerThatIsKeptIsLeftAlone() {
        house.pools.scale(first, house.policy.withWorkers(1, 8));
        FakeRuntime.Started kept = house.runtime.last().ready();
        house.pools.scale(second, house.policy.withWorkers(1, 8));
        house.runtime.last().ready();
        house.call(third);

        house.pass(A_WHILE);

        assertThat(kept.isToldToStop()).isFalse();
    }

    @Test
    void aStartThatFailedTakesNoRoom() {
        house.call(first);
        house.runtime.last().events.onFailed("broken", java.util.List.of());
        house.call(second);

        house.call(third);

        assertThat(house.runtime.started).hasSize(3);
    }
}
