package dev.webendpoints.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AutoscalerTest {

    private static final Instant NOW = Instant.EPOCH.plusSeconds(1_000);
    private static final Duration DOWN = ScalingPolicy.DEFAULT_SCALEDOWN;
    private static final ScalingPolicy TEN = ScalingPolicy.ONE_WORKER.withWorkers(0, 10);

    // Starts ------------------------------------------------------------------------------------------------------

    @Test
    void nothingIsStartedForNobody() {
        assertThat(decide(seen(0, 0, 0, 0), TEN)).isEqualTo(ScalingDecision.KEEP);
    }

    @Test
    void ofAHundredCallersWhoseTimeIsUnknownOneWorkerIsStarted() {
        assertThat(decide(seen(0, 0, 0, 100), TEN)).isEqualTo(new ScalingDecision(1, 0));
    }

    @Test
    void whileTheFirstWorkerStartsNoOtherDoes() {
        assertThat(decide(seen(1, 0, 0, 100), TEN)).isEqualTo(ScalingDecision.KEEP);
    }

    @Test
    void aQueueThatIsSoonServedStartsNothing() {
        // 99 times 5 ms is half a second of work, less than the window.
        assertThat(decide(seen(0, 1, 1, 99, each(Duration.ofMillis(5))), TEN)).isEqualTo(ScalingDecision.KEEP);
    }

    @Test
    void aQueueThatIsNotSoonServedStartsAsManyAsWillDo() {
        // 50 times 100 ms is 5 s of work: five more workers serve it in one second.
        assertThat(decide(seen(0, 1, 1, 50, each(Duration.ofMillis(100))), TEN)).isEqualTo(new ScalingDecision(5, 0));
    }

    @Test
    void forSlowRequestsEachThatWaitsGetsAWorkerAndNotMore() {
        assertThat(decide(seen(0, 1, 1, 3, each(Duration.ofHours(1))), TEN)).isEqualTo(new ScalingDecision(3, 0));
    }

    @Test
    void aBurstAfterASleepStartsWhatItNeedsAtOnce() {
        assertThat(decide(seen(0, 0, 0, 40, each(Duration.ofMillis(100))), TEN)).isEqualTo(new ScalingDecision(4, 0));
    }

    @Test
    void requestsThatDoNotEndSayHowSlowTheyAre() {
        TrafficStatistics stuck = TrafficStatistics.UNKNOWN.onGranted(1, NOW.minusSeconds(1));

        assertThat(decide(seen(0, 1, 1, 3, stuck), TEN)).isEqualTo(new ScalingDecision(3, 0));
    }

    @Test
    void nothingIsStartedThatWouldComeTooLate() {
        // Five seconds of work, which is done before another worker would be ready.
        TrafficStatistics slowToStart = each(Duration.ofMillis(100)).onReady(Duration.ofSeconds(10));

        assertThat(decide(seen(0, 1, 1, 50, slowToStart), TEN)).isEqualTo(ScalingDecision.KEEP);
    }

    @Test
    void whatStartsAlreadyCounts() {
        assertThat(decide(seen(5, 1, 1, 50, each(Duration.ofMillis(100))), TEN)).isEqualTo(ScalingDecision.KEEP);
    }

    @Test
    void theMaximumIsNeverExceeded() {
        assertThat(decide(seen(2, 7, 7, 1_000, each(DOWN)), TEN)).isEqualTo(new ScalingDecision(1, 0));
    }

    @Test
    void workersThatFinishTheirRequestsCountForTheMaximum() {
        PoolObservation seen = new PoolObservation(0, 7, 2, 7, 1_000, List.of(), each(DOWN));

        assertThat(decide(seen, TEN)).isEqualTo(new ScalingDecision(1, 0));
    }

    @Test
    void aWorkerThatTakesManyIsWorthMany() {
        ScalingPolicy four = TEN.withConcurrency(4, 0);

        assertThat(decide(seen(0, 1, 4, 9, each(DOWN)), four)).isEqualTo(new ScalingDecision(3, 0));
    }

    @Test
    void theMinimumIsStartedWithoutDemand() {
        assertThat(decide(seen(0, 0, 0, 0), TEN.withWorkers(2, 10))).isEqualTo(new ScalingDecision(2, 0));
    }

    @Test
    void everySingleUseNeedsAWorker() {
        TrafficStatistics quick = each(Duration.ofMillis(1));

        assertThat(decide(seen(0, 1, 1, 3, quick), TEN.withSingleUse())).isEqualTo(new ScalingDecision(3, 0));
    }

    // The target --------------------------------------------------------------------------------------------------

    @Test
    void aLoadOverTheTargetStartsNothingBeforeItHasLasted() {
        TrafficStatistics traffic = steady(90, Duration.ofMillis(900));

        assertThat(decide(seen(0, 1, 90, 0, traffic), aimingAt80())).isEqualTo(ScalingDecision.KEEP);
    }

    @Test
    void aLoadOverTheTargetThatLastsStartsAnother() {
        TrafficStatistics traffic = steady(90, Duration.ofSeconds(2));

        assertThat(decide(seen(0, 1, 90, 0, traffic), aimingAt80())).isEqualTo(new ScalingDecision(1, 0));
    }

    @Test
    void aLoadThatIsOverStartsNothing() {
        TrafficStatistics traffic = steady(90, Duration.ofSeconds(2));

        assertThat(decide(seen(0, 1, 10, 0, traffic), aimingAt80())).isEqualTo(ScalingDecision.KEEP);
    }

    @Test
    void aLoadThatLastsDoublesTheWorkersAtMost() {
        TrafficStatistics traffic = steady(10, Duration.ofSeconds(5));

        assertThat(decide(seen(0, 2, 2, 8, traffic), TEN)).isEqualTo(new ScalingDecision(2, 0));
    }

    @Test
    void whatIsSeenWhileWorkersStartIsNoLastingLoad() {
        TrafficStatistics traffic = TrafficStatistics.UNKNOWN;
        for (int i = 0; i < 20; i++) {
            traffic = traffic.onLook(1, 90, aimingAt80(), NOW.minusMillis(250 * (20 - i)));
        }

        assertThat(decide(seen(0, 1, 90, 0, traffic), aimingAt80())).isEqualTo(ScalingDecision.KEEP);
    }

    // The buffer --------------------------------------------------------------------------------------------------

    @Test
    void theBufferIsBesidesWhatRuns() {
        assertThat(decide(seen(0, 2, 2, 0), TEN.withBuffer(3))).isEqualTo(new ScalingDecision(3, 0));
    }

    @Test
    void theBufferStaysWithinTheMaximum() {
        assertThat(decide(seen(0, 9, 9, 0), TEN.withBuffer(3))).isEqualTo(new ScalingDecision(1, 0));
    }

    @Test
    void theMinimumIsNotBesidesTheBuffer() {
        assertThat(decide(seen(0, 2, 1, 0), TEN.withWorkers(2, 10).withBuffer(1)))
                .isEqualTo(ScalingDecision.KEEP);
    }

    @Test
    void thereIsABufferForAWindowAfterTheLastRequest() {
        TrafficStatistics traffic = TrafficStatistics.UNKNOWN.onEnded(
                Duration.ofSeconds(1), NOW.minus(DOWN).plusSeconds(1));

        assertThat(decide(seen(0, 0, 0, 0, traffic), TEN.withBuffer(2))).isEqualTo(new ScalingDecision(2, 0));
    }

    @Test
    void anUnusedFunctionHasNoBuffer() {
        TrafficStatistics traffic = TrafficStatistics.UNKNOWN.onEnded(Duration.ofSeconds(1), NOW.minus(DOWN));

        assertThat(decide(seen(0, 0, 0, 0, traffic), TEN.withBuffer(2))).isEqualTo(ScalingDecision.KEEP);
    }

    @Test
    void aFunctionOfWhichNothingWasSeenHasNoBuffer() {
        assertThat(decide(seen(0, 0, 0, 0), TEN.withBuffer(2))).isEqualTo(ScalingDecision.KEEP);
    }

    // Stops -------------------------------------------------------------------------------------------------------

    @Test
    void theMinimumStaysHoweverLongItIsIdle() {
        assertThat(decide(idle(2, DOWN), TEN.withWorkers(1, 10))).isEqualTo(new ScalingDecision(0, 1));
    }

    @Test
    void onlyWhatWasIdleForTheWholeWindowIsStopped() {
        PoolObservation seen = new PoolObservation(
                0, 2, 0, 0, 0, List.of(NOW.minus(DOWN), NOW.minus(DOWN).plusSeconds(1)), TrafficStatistics.UNKNOWN);

        assertThat(decide(seen, TEN)).isEqualTo(new ScalingDecision(0, 1));
    }

    @Test
    void whatRunsIsNotStopped() {
        PoolObservation seen = new PoolObservation(0, 3, 0, 2, 0, List.of(NOW.minus(DOWN)), TrafficStatistics.UNKNOWN);

        assertThat(decide(seen, TEN)).isEqualTo(new ScalingDecision(0, 1));
    }

    @Test
    void aLowerMaximumHoldsAtOnce() {
        assertThat(decide(seen(1, 5, 5, 0), TEN.withWorkers(0, 2))).isEqualTo(new ScalingDecision(0, 4));
    }

    @Test
    void workersThatShareWhatFewerCouldCarryAreDoneWithout() {
        TrafficStatistics traffic = quiet(12, DOWN.multipliedBy(2));

        assertThat(decide(seen(0, 6, 12, 0, traffic), TEN.withConcurrency(10, 0)))
                .isEqualTo(new ScalingDecision(0, 4));
    }

    @Test
    void theBusiestMomentOfTheWindowDecidesWhatIsKept() {
        ScalingPolicy ten = TEN.withConcurrency(10, 0);
        TrafficStatistics traffic = quiet(12, DOWN.multipliedBy(2)).onWaiting(45, NOW);

        assertThat(decide(seen(0, 6, 12, 0, traffic), ten)).isEqualTo(new ScalingDecision(0, 1));
    }

    @Test
    void beforeAWholeWindowWasSeenNothingThatWorksIsDoneWithout() {
        TrafficStatistics traffic = quiet(12, DOWN.dividedBy(2));

        assertThat(decide(seen(0, 6, 12, 0, traffic), TEN.withConcurrency(10, 0)))
                .isEqualTo(ScalingDecision.KEEP);
    }

    @Test
    void theBackOffDoublesUpToItsBound() {
        assertThat(List.of(1, 2, 3, 4, 5, 6, 1_000))
                .extracting(failures -> ExponentialBackoff.after(failures).toSeconds())
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void theBackOffOfStartsThatNobodyAsksForDoublesUpToAnHour() {
        assertThat(List.of(1, 6, 12, 13, 1_000))
                .extracting(failures ->
                        ExponentialBackoff.unrequestedAfter(failures).toSeconds())
                .containsExactly(1L, 32L, 2048L, 3600L, 3600L);
    }

    private static ScalingPolicy aimingAt80() {
        return TEN.withConcurrency(100, 80);
    }

    private static TrafficStatistics each(Duration took) {
        return TrafficStatistics.UNKNOWN.onEnded(took, NOW);
    }

    /** A constant number of concurrent requests during {@code time}, without a starting worker. */
    private static TrafficStatistics steady(int requests, Duration time) {
        return lookedAt(requests, time, aimingAt80());
    }

    private static TrafficStatistics quiet(int requests, Duration time) {
        return lookedAt(requests, time, TEN);
    }

    private static TrafficStatistics lookedAt(int requests, Duration time, ScalingPolicy policy) {
        TrafficStatistics traffic = TrafficStatistics.UNKNOWN;
        for (Instant at = NOW.minus(time); !at.isAfter(NOW); at = at.plusMillis(100)) {
            traffic = traffic.onLook(0, requests, policy, at);
        }
        return traffic;
    }

    private static PoolObservation idle(int workers, Duration time) {
        return new PoolObservation(
                0, workers, 0, 0, 0, Collections.nCopies(workers, NOW.minus(time)), TrafficStatistics.UNKNOWN);
    }

    private static PoolObservation seen(int starting, int ready, int leases, int waiting) {
        return seen(starting, ready, leases, waiting, TrafficStatistics.UNKNOWN);
    }

    private static PoolObservation seen(int starting, int ready, int leases, int waiting, TrafficStatistics traffic) {
        return new PoolObservation(starting, ready, 0, leases, waiting, List.of(), traffic);
    }

    private static ScalingDecision decide(PoolObservation seen, ScalingPolicy policy) {
        return Autoscaler.decide(seen, policy, NOW);
    }
}
