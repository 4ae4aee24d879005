package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.TestSpecs;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseRefusal.Reason;
import dev.webendpoints.lease.LeaseWaiter;
import dev.webendpoints.worker.PoolsFixture.Caller;

import static org.assertj.core.api.Assertions.assertThat;

class LeasesTest {

    private static final FunctionSpec.WebMethod FIRST = TestSpecs.webMethod("first", EndpointKind.FASTAPI_ENDPOINT);
    private static final FunctionSpec.WebMethod SECOND = TestSpecs.webMethod("second", EndpointKind.FASTAPI_ENDPOINT);

    private final PoolsFixture house = new PoolsFixture();

    @Test
    void aHundredCallersStartOneWorker() {
        FunctionKey key = house.deploy("de-1");

        house.call(key, 100);

        assertThat(house.runtime.started).hasSize(1);
    }

    @Test
    void aFreeWorkerIsLeasedOnTheSpot() {
        FunctionKey key = house.deploy("de-1");
        house.serve(key);

        Caller caller = house.call(key);

        assertThat(caller.lease.workerId()).isEqualTo(house.runtime.last().id);
    }

    @Test
    void aWorkerTakesAsManyAtATimeAsItsVersionSays() {
        FunctionKey key = house.deploy("de-1", 3, FIRST);
        List<Caller> callers = List.of(
                house.call(key, "first"), house.call(key, "first"), house.call(key, "first"), house.call(key, "first"));

        house.runtime.last().ready();

        assertThat(callers).extracting(caller -> caller.lease != null).containsExactly(true, true, true, false);
    }

    @Test
    void whoCameFirstIsServedFirst() {
        FunctionKey key = house.deploy("de-1");
        List<Caller> callers = house.call(key, 3);
        house.runtime.last().ready();

        callers.get(0).lease.release();

        assertThat(callers.get(1).lease).isNotNull();
        assertThat(callers.get(2).waits()).isTrue();
    }

    @Test
    void aLeaseIsGivenBackOnce() {
        FunctionKey key = house.deploy("de-1");
        List<Caller> callers = house.call(key, 3);
        house.runtime.last().ready();

        callers.get(0).lease.release();
        callers.get(0).lease.release();

        assertThat(callers.get(2).waits()).isTrue();
    }

    @Test
    void whoeverComesWhenTheQueueIsFullIsRefused() {
        PoolsFixture small = new PoolsFixture(2);
        FunctionKey key = small.deploy("de-1");
        small.call(key, 2);

        Caller third = small.call(key);

        assertThat(third.refusal)
                .isEqualTo(new LeaseRefusal(
                        Reason.QUEUE_FULL,
                        "2 requests already wait for this function, and no more may",
                        List.of(),
                        Duration.ofSeconds(1)));
    }

    @Test
    void whoGaveUpHearsNothingMore() {
        FunctionKey key = house.deploy("de-1");
        List<Caller> callers = house.call(key, 2);

        callers.get(0).giveUp.run();
        house.runtime.last().ready();

        assertThat(callers.get(0).waits()).isTrue();
        assertThat(callers.get(1).lease).isNotNull();
    }

    @Test
    void givingUpMakesRoomInTheQueue() {
        PoolsFixture small = new PoolsFixture(1);
        FunctionKey key = small.deploy("de-1");
        small.call(key).giveUp.run();

        Caller next = small.call(key);

        assertThat(next.waits()).isTrue();
    }

    @Test
    void aLeaseThatIsNotTakenIsGivenBack() {
        FunctionKey key = house.deploy("de-1");
        house.serve(key);
        house.pools.lease(key, "", "fc-1", new LeaseWaiter() {
            @Override
            public void onLease(Lease lease) {
                throw new IllegalStateException("the connection is gone");
            }

            @Override
            public void onRefused(LeaseRefusal refusal) {}
        });

        Caller next = house.call(key);

        assertThat(next.lease).isNotNull();
    }

    @Test
    void theMethodsOfAClassShareItsWorker() {
        FunctionKey key = house.deploy("de-1", 1, FIRST, SECOND);
        Caller first = house.call(key, "first");
        Caller second = house.call(key, "second");
        house.runtime.last().ready();

        first.lease.release();

        assertThat(second.lease.workerId()).isEqualTo(first.lease.workerId());
    }

    @Test
    void aMethodThatTheVersionLacksIsGone() {
        FunctionKey key = house.deploy("de-1", 1, FIRST);
        Caller caller = house.call(key, "third");

        house.runtime.last().ready();

        assertThat(caller.refusal.reason()).isEqualTo(Reason.GONE);
    }

    @Test
    void aVersionThatNobodyKnowsIsGone() {
        Caller caller = house.call(new FunctionKey("fu-1", "de-unknown"));

        assertThat(caller.refusal.reason()).isEqualTo(Reason.GONE);
    }

    @Test
    void theCountsSayWhatRunsAndWhatWaits() {
        FunctionKey key = house.deploy("de-1");
        house.call(key, 5);

        house.runtime.last().ready();

        assertThat(house.pools.counts()).isEqualTo(new PoolCounts(0, 1, 0, 1, 4));
    }
}
