package dev.webendpoints.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.worker.FakeRuntime.Started;
import dev.webendpoints.worker.PoolsFixture.Caller;

import static org.assertj.core.api.Assertions.assertThat;

class RunningCallsTest {

    private final PoolsFixture house = new PoolsFixture();

    /** Starts the only worker of a function that takes one request at a time. */
    private Started serveAlone() {
        house.policy = house.policy.withWorkers(0, 1);
        return house.serve(house.deploy("de-1"));
    }

    private Caller call() {
        return house.call(new FunctionKey("fu-1", "de-1"));
    }

    /** Ends the response of a call whose code goes on. */
    private static Caller goingOn(Started worker, Caller caller) {
        worker.events.onOutliving(caller.callId);
        caller.lease.release();
        return caller;
    }

    @Test
    void aCallThatGoesOnAfterItsResponseKeepsItsPlace() {
        // Given
        Started worker = serveAlone();
        Caller first = call();
        Caller second = call();
        worker.events.onOutliving(first.callId);
        // When
        first.lease.release();
        // Then
        assertThat(second.waits()).isTrue();
    }

    @Test
    void theReturnOfACallFreesItsPlace() {
        // Given
        Started worker = serveAlone();
        Caller first = call();
        Caller second = call();
        worker.events.onOutliving(first.callId);
        first.lease.release();
        // When
        worker.events.onReturned(first.callId);
        // Then
        assertThat(second.lease).isNotNull();
    }

    @Test
    void aCallThatReturnedBeforeItsResponseEndedFreesItsPlaceWithTheLease() {
        // Given
        Started worker = serveAlone();
        Caller first = call();
        Caller second = call();
        worker.events.onOutliving(first.callId);
        worker.events.onReturned(first.callId);
        // When
        first.lease.release();
        // Then
        assertThat(second.lease).isNotNull();
    }

    @Test
    void aReportedCallIsConfirmed() {
        // Given
        Started worker = serveAlone();
        Caller caller = call();
        // When
        worker.events.onOutliving(caller.callId);
        // Then
        assertThat(worker.told).containsExactly("CONFIRM " + caller.callId);
    }

    @Test
    void aCallThatNobodyKnowsIsConfirmedToo() {
        // Given
        Started worker = serveAlone();
        // When
        worker.events.onOutliving("fc-unknown");
        // Then
        assertThat(worker.told).containsExactly("CONFIRM fc-unknown");
    }

    @Test
    void theReturnOfAnAbandonedCallIsAskedFor() {
        // Given
        Started worker = serveAlone();
        Caller caller = call();
        // When
        caller.lease.abandon();
        // Then
        assertThat(worker.told).containsExactly("AWAIT_RETURN " + caller.callId);
    }

    @Test
    void anAbandonedCallKeepsItsPlaceUntilItReturns() {
        // Given
        Started worker = serveAlone();
        Caller first = call();
        Caller second = call();
        first.lease.abandon();
        boolean waitedBefore = second.waits();
        // When
        worker.events.onReturned(first.callId);
        // Then
        assertThat(waitedBefore).isTrue();
        assertThat(second.lease).isNotNull();
    }

    @Test
    void anAbandonedCallOfAProgramFreesItsPlaceAtOnce() {
        // Given
        house.policy = house.policy.withWorkers(0, 1);
        FunctionKey key = house.deployServer("de-1", 8000);
        house.serve(key);
        Caller first = house.call(key);
        Caller second = house.call(key);
        // When
        first.lease.abandon();
        // Then
        assertThat(second.lease).isNotNull();
    }

    @Test
    void aWorkerHasNoSayAboutTheCallsOfAnother() {
        // Given
        house.policy = house.policy.withWorkers(0, 2);
        FunctionKey key = house.deploy("de-1");
        Started other = house.serve(key);
        house.call(key);
        Caller second = house.call(key);
        house.pass(PoolsFixture.WINDOW);
        house.runtime.last().ready();
        second.lease.abandon();
        Caller third = house.call(key);
        // When
        other.events.onReturned(second.callId);
        // Then
        assertThat(third.waits()).isTrue();
    }

    @Test
    void theEndOfTheWorkerFreesTheRequestThatWaitsForItsCall() {
        // Given
        Started worker = serveAlone();
        call().lease.abandon();
        Caller second = call();
        // When
        worker.events.onExited("killed");
        house.runtime.last().ready();
        // Then
        assertThat(second.lease.workerId()).isEqualTo(house.runtime.last().id);
    }

    @Test
    void aWorkerIsNotIdleWhileACallGoesOn() {
        // Given
        Started worker = serveAlone();
        Caller caller = goingOn(worker, call());
        // When
        house.pass(PoolsFixture.TIMEOUT.minusSeconds(1));
        // Then
        assertThat(worker.isToldToStop()).isFalse();
    }

    @Test
    void aRedeployWaitsForACallThatGoesOn() {
        // Given
        Started worker = serveAlone();
        Caller caller = goingOn(worker, call());
        FunctionKey next = house.deploy("de-2");
        house.call(next);
        house.runtime.last().ready();
        house.pass(PoolsFixture.TIMEOUT.minusSeconds(1));
        boolean stoppedBefore = worker.isToldToStop();
        // When
        worker.events.onReturned(caller.callId);
        // Then
        assertThat(stoppedBefore).isFalse();
        assertThat(worker.isToldToStop()).isTrue();
    }

    @Test
    void aSingleUseWorkerStopsWhenItsCallHasReturned() {
        // Given
        house.policy = house.policy.withSingleUse();
        FunctionKey key = house.deploy("de-1");
        Caller caller = house.call(key);
        Started worker = house.runtime.last().ready();
        goingOn(worker, caller);
        boolean stoppedBefore = worker.isToldToStop();
        // When
        worker.events.onReturned(caller.callId);
        // Then
        assertThat(stoppedBefore).isFalse();
        assertThat(worker.isToldToStop()).isTrue();
    }

    @Test
    void aCallThatGoesOnIsCanceledAfterTheTimeout() {
        // Given
        Started worker = serveAlone();
        Caller caller = goingOn(worker, call());
        // When
        house.pass(PoolsFixture.TIMEOUT);
        // Then
        assertThat(worker.told).containsExactly("CONFIRM " + caller.callId, "CANCEL " + caller.callId);
        assertThat(worker.isToldToStop()).isFalse();
    }

    @Test
    void aCanceledCallThatDoesNotReturnCostsItsWorker() {
        // Given
        Started worker = serveAlone();
        call().lease.abandon();
        house.pass(PoolsFixture.TIMEOUT);
        // When
        house.pass(RunningCalls.CANCEL_GRACE);
        // Then
        assertThat(worker.isToldToStop()).isTrue();
    }

    @Test
    void aCallWhoseLeaseIsHeldIsNotCanceled() {
        // Given
        Started worker = serveAlone();
        call();
        // When
        house.pass(PoolsFixture.TIMEOUT.plus(Duration.ofSeconds(1)));
        // Then
        assertThat(worker.told).isEmpty();
    }
}
