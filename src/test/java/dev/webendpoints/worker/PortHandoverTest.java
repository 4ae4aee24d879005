package dev.webendpoints.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.worker.PoolsFixture.Caller;

import static org.assertj.core.api.Assertions.assertThat;

/** Two versions whose servers open the same port cannot run at the same time. */
class PortHandoverTest {

    private final PoolsFixture house = new PoolsFixture();

    @Test
    void aServerOnTheSamePortStopsBeforeTheNewOneStarts() {
        FakeRuntime.Started before = house.serve(house.deployServer("de-5", 8000));

        house.pools.switchTo(house.deployServer("de-6", 8000));

        assertThat(before.isToldToStop()).isTrue();
        assertThat(house.runtime.started).hasSize(1);
    }

    @Test
    void theNewServerStartsWhenThePortIsFree() {
        FakeRuntime.Started before = house.serve(house.deployServer("de-5", 8000));
        house.pools.switchTo(house.deployServer("de-6", 8000));

        before.events.onExited("it exited with status 0");

        assertThat(house.runtime.last().version.key().definitionId()).isEqualTo("de-6");
    }

    @Test
    void whoCallsWhileThePortChangesHandsWaits() {
        house.serve(house.deployServer("de-5", 8000));
        FunctionKey next = house.deployServer("de-6", 8000);
        house.pools.switchTo(next);

        Caller caller = house.call(next);

        assertThat(caller.waits()).isTrue();
    }

    @Test
    void aServerThatKeepsItsPortIsStoppedAfterTheExitGrace() {
        FakeRuntime.Started before = house.serve(house.deployServer("de-5", 8000));
        house.call(before.version.key());
        house.pools.switchTo(house.deployServer("de-6", 8000));

        house.pass(Duration.ofSeconds(30));

        assertThat(before.isToldToStop()).isTrue();
    }

    @Test
    void aServerOnAnotherPortStartsBesideTheOldOne() {
        FakeRuntime.Started before = house.serve(house.deployServer("de-5", 8000));

        house.pools.switchTo(house.deployServer("de-6", 8001));

        assertThat(before.isToldToStop()).isFalse();
        assertThat(house.runtime.started).hasSize(2);
    }
}
