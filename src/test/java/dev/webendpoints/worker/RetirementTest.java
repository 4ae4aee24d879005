package dev.webendpoints.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.lease.LeaseRefusal.Reason;
import dev.webendpoints.worker.PoolsFixture.Caller;

import static org.assertj.core.api.Assertions.assertThat;

/** Retires a function and stops the whole server. */
class RetirementTest {

    private final PoolsFixture house = new PoolsFixture();
    private final FunctionKey function = house.deploy("de-1");

    @Test
    void retiringRefusesThoseWhoWaitAndStopsTheWorker() {
        FakeRuntime.Started worker = house.serve(function);
        house.call(function).lease.release();
        house.call(function);
        Caller waiting = house.call(function);

        house.pools.retire("fu-1");
        house.pass(PoolsFixture.TIMEOUT);

        assertThat(waiting.refusal.reason()).isEqualTo(Reason.GONE);
        assertThat(worker.isToldToStop()).isTrue();
    }

    @Test
    void aRetiredFunctionIsForgottenWhenItsWorkerIsGone() {
        FakeRuntime.Started worker = house.serve(function);
        house.pools.retire("fu-1");

        worker.events.onExited("it exited with status 0");

        assertThat(house.pools.counts()).isEqualTo(PoolCounts.NONE);
    }

    @Test
    void aFunctionThatComesBackIsServedAgain() {
        house.serve(function);
        house.pools.retire("fu-1");

        Caller caller = house.call(function);
        house.runtime.last().ready();

        assertThat(caller.lease.workerId()).isEqualTo(house.runtime.last().id);
    }

    @Test
    void shuttingDownIsDoneWhenNoWorkerIsLeft() {
        FakeRuntime.Started worker = house.serve(function);
        var stopped = house.pools.stop(Duration.ofSeconds(5)).toCompletableFuture();
        assertThat(stopped).isNotDone();

        worker.events.onExited("it exited with status 0");

        assertThat(stopped).isDone();
    }

    @Test
    void shuttingDownGivesRequestsTheirGraceAndNoMore() {
        FakeRuntime.Started worker = house.serve(function);
        house.call(function);
        house.pools.stop(Duration.ofSeconds(5));

        house.pass(Duration.ofSeconds(4));
        assertThat(worker.isToldToStop()).isFalse();
        house.pass(Duration.ofSeconds(1));

        assertThat(worker.isToldToStop()).isTrue();
    }

    @Test
    void aServerThatShutsDownLeasesNothing() {
        house.serve(function);
        house.pools.stop(Duration.ofSeconds(5));

        Caller caller = house.call(function);

        assertThat(caller.refusal.reason()).isEqualTo(Reason.SHUTTING_DOWN);
    }
}
