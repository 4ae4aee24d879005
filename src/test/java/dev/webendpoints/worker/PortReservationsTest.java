package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseRefusal.Reason;
import dev.webendpoints.worker.PoolsFixture.Caller;

import static org.assertj.core.api.Assertions.assertThat;

class PortReservationsTest {

    private final PoolsFixture house = new PoolsFixture();
    private final FunctionKey holder = house.deployServer(new FunctionKey("fu-1", "de-1"), 8000);
    private final FunctionKey other = house.deployServer(new FunctionKey("fu-2", "de-2"), 8000);

    @Test
    void aPortOfAnotherFunctionsWorkerIsAFailedStart() {
        house.serve(holder);

        Caller caller = house.call(other);

        assertThat(caller.refusal)
                .isEqualTo(new LeaseRefusal(
                        Reason.START_FAILED,
                        "port 8000 is held by a worker of another function, and all workers share this machine's "
                                + "network; give this web server a port of its own",
                        List.of(),
                        Duration.ofSeconds(1)));
    }

    @Test
    void aPortIsHeldFromTheStart() {
        house.call(holder);

        house.call(other);

        assertThat(house.runtime.started).hasSize(1);
    }

    @Test
    void aWorkerThatLeavesStillHoldsItsPort() {
        house.serve(holder).events.onLeaving();

        Caller caller = house.call(other);

        assertThat(caller.refusal.reason()).isEqualTo(Reason.START_FAILED);
    }

    @Test
    void aPortIsFreeWhenItsHolderIsGone() {
        house.serve(holder).events.onExited("it exited with status 0");

        house.call(other);

        assertThat(house.runtime.last().version.key()).isEqualTo(other);
    }

    @Test
    void anotherPortIsNobodys() {
        house.serve(holder);

        house.call(house.deployServer(new FunctionKey("fu-3", "de-3"), 8001));

        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void aFunctionThatComesBackMayHaveItsFormerWorkersPort() {
        house.serve(holder);
        house.pools.retire("fu-1");

        house.call(holder);

        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void twoFunctionsHaveOnePortWhereEachWorkerHasItsOwn() {
        house.runtime.separatesPorts = true;
        house.serve(holder);

        house.call(other);

        assertThat(house.runtime.last().version.key()).isEqualTo(other);
    }

    @Test
    void aNewVersionStartsBesideTheOldOneWhereEachWorkerHasItsOwnPort() {
        house.runtime.separatesPorts = true;
        FakeRuntime.Started former = house.serve(holder);

        house.call(house.deployServer(new FunctionKey("fu-1", "de-9"), 8000));

        assertThat(house.runtime.started).hasSize(2);
        assertThat(former.isToldToStop()).isFalse();
    }
}
