package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.TestSpecs;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseRefusal.Reason;
import dev.webendpoints.worker.PoolsFixture.Caller;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerLifeTest {

    private final PoolsFixture house = new PoolsFixture();
    private final FunctionKey key = house.deploy("de-1");

    @Test
    void anIdleWorkerIsStoppedAfterItsWindow() {
        FakeRuntime.Started worker = house.serve(key);

        house.pass(PoolsFixture.WINDOW);

        assertThat(worker.stops).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void aWorkerIsNotStoppedBeforeItsWindowHasPassed() {
        FakeRuntime.Started worker = house.serve(key);

        house.pass(PoolsFixture.WINDOW.minusMillis(1));

        assertThat(worker.isToldToStop()).isFalse();
    }

    @Test
    void aRequestBeginsTheWindowAnew() {
        FakeRuntime.Started worker = house.serve(key);
        house.pass(PoolsFixture.WINDOW.minusSeconds(1));
        house.call(key).lease.release();

        house.pass(PoolsFixture.WINDOW.minusSeconds(1));

        assertThat(worker.isToldToStop()).isFalse();
    }

    @Test
    void aWorkerWithARequestIsNeverIdle() {
        FakeRuntime.Started worker = house.serve(key);
        house.call(key);

        house.pass(PoolsFixture.WINDOW.multipliedBy(10));

        assertThat(worker.isToldToStop()).isFalse();
    }

    @Test
    void aRequestAfterTheWindowStartsAnotherWorker() {
        house.serve(key);
        house.pass(PoolsFixture.WINDOW);

        house.call(key);

        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void everyWaiterHearsWhyTheStartFailed() {
        List<Caller> callers = house.call(key, 2);

        house.runtime.last().events.onFailed("no module named 'x'", List.of("Traceback"));

        assertThat(callers)
                .extracting(caller -> caller.refusal)
                .containsOnly(new LeaseRefusal(
                        Reason.START_FAILED, "no module named 'x'", List.of("Traceback"), Duration.ofSeconds(1)));
    }

    @Test
    void duringTheBackOffCallersHearTheSameAtOnce() {
        fail();
        house.pass(Duration.ofMillis(400));

        Caller caller = house.call(key);

        assertThat(caller.refusal)
                .isEqualTo(
                        new LeaseRefusal(Reason.START_FAILED, "broken", List.of("last line"), Duration.ofMillis(600)));
        assertThat(house.runtime.started).hasSize(1);
    }

    @Test
    void afterTheBackOffTheNextCallerStartsAgain() {
        fail();
        house.pass(Duration.ofSeconds(1));

        Caller caller = house.call(key);

        assertThat(caller.waits()).isTrue();
        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void everyFurtherFailureDoublesTheBackOff() {
        fail();
        house.pass(Duration.ofSeconds(1));

        Caller second = fail();

        assertThat(second.refusal.retryAfter()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aSuccessClearsTheBackOff() {
        fail();
        house.pass(Duration.ofSeconds(1));
        house.serve(key).events.onExited("killed");
        Caller next = house.call(key);
        house.runtime.last().events.onFailed("no module named 'x'", List.of());

        house.runtime.last().events.onFailed("no module named 'x'", List.of());

        assertThat(next.refusal.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aVersionThatHasStartedBeforeIsNotBlamedForOneFailure() {
        house.serve(key).events.onExited("killed");
        Caller caller = house.call(key);

        house.runtime.last().events.onFailed("the worker exited with status 137 before it was ready", List.of());

        assertThat(caller.waits()).isTrue();
        house.runtime.last().ready();
        assertThat(caller.lease).isNotNull();
    }

    @Test
    void aNewVersionIsNotHeldBackByTheOldOnesFailure() {
        fail();

        Caller caller = house.call(house.deploy("de-2"));

        assertThat(caller.waits()).isTrue();
        assertThat(house.runtime.last().version.key().definitionId()).isEqualTo("de-2");
    }

    @Test
    void aStartThatTakesTooLongIsKilledAndTold() {
        Caller caller = house.call(key);
        house.runtime.last().events.onLaunched();

        house.pass(PoolsFixture.STARTUP_TIMEOUT);

        assertThat(caller.refusal)
                .isEqualTo(new LeaseRefusal(
                        Reason.START_TIMEOUT,
                        "the worker was not ready within 300 s of its start",
                        List.of("the last line of de-1"),
                        Duration.ofSeconds(1)));
        assertThat(house.runtime.last().stops).containsExactly(Duration.ZERO);
    }

    @Test
    void whileItsFilesArePreparedAStartHasTime() {
        Caller caller = house.call(key);

        house.pass(PoolsFixture.STARTUP_TIMEOUT.multipliedBy(2));

        assertThat(caller.waits()).isTrue();
    }

    @Test
    void aWorkerThatExitsBeforeItIsReadyHasFailed() {
        Caller caller = house.call(key);

        house.runtime.last().events.onExited("it exited with status 1");

        assertThat(caller.refusal.reason()).isEqualTo(Reason.START_FAILED);
    }

    @Test
    void aRuntimeThatRefusesIsAFailedStart() {
        house.runtime.refusal = new IllegalStateException("no more processes");

        Caller caller = house.call(key);

        assertThat(caller.refusal.message()).isEqualTo("the server could not start a worker");
    }

    @Test
    void aVersionThatCannotBeReadIsLookedUpAgainAfterTheBackOff() {
        house.lookupFailure = new IllegalStateException("no database");
        house.call(key);
        house.lookupFailure = null;
        house.pass(Duration.ofSeconds(1));

        house.call(key);

        assertThat(house.runtime.started).hasSize(1);
    }

    @Test
    void afterItsLastWorkerAVersionIsLookedUpAgain() {
        house.serve(key).events.onExited("it exited with status 0");
        house.deploy("de-1", 5, TestSpecs.webMethod("", EndpointKind.ASGI_APP));

        house.call(key);

        assertThat(house.runtime.last().version.maxConcurrentInputs()).isEqualTo(5);
    }

    @Test
    void aDeadWorkerIsReplacedForThoseWhoWait() {
        List<Caller> callers = house.call(key, 2);
        house.runtime.last().ready();

        house.runtime.last().events.onExited("killed by signal 9");

        assertThat(house.runtime.started).hasSize(2);
        assertThat(callers.get(1).waits()).isTrue();
    }

    @Test
    void aWorkerThatLeavesIsLeasedToNobody() {
        FakeRuntime.Started worker = house.serve(key);
        worker.events.onLeaving();

        Caller caller = house.call(key);

        assertThat(caller.waits()).isTrue();
    }

    @Test
    void forThoseWhoWaitAnotherStartsWhileTheDeadOneIsClearedAway() {
        List<Caller> callers = house.call(key, 2);
        house.runtime.last().ready().events.onLeaving();

        FakeRuntime.Started second = house.runtime.last().ready();

        assertThat(callers.get(1).lease.workerId()).isEqualTo(second.id);
    }

    @Test
    void aWorkerThatLeavesAfterItsEndChangesNothing() {
        FakeRuntime.Started worker = house.serve(key);
        worker.events.onExited("killed by signal 9");

        worker.events.onLeaving();

        assertThat(house.pools.counts()).isEqualTo(PoolCounts.NONE);
    }

    @Test
    void aLeaseOnADeadWorkerGivesNothingBack() {
        List<Caller> callers = house.call(key, 3);
        house.runtime.last().ready();
        house.runtime.last().events.onExited("killed by signal 9");
        house.runtime.last().ready();

        callers.get(0).lease.release();

        assertThat(callers.get(2).waits()).isTrue();
    }

    private Caller fail() {
        Caller caller = house.call(key);
        house.runtime.last().events.onFailed("broken", List.of("last line"));
        return caller;
    }
}
