package dev.webendpoints.gateway.relay.exchange;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExchangeDeadlinesTest {

    private static final long RESPONSE_START = 150_000;
    private static final long TIMEOUT = 300_000;

    private final ExchangeDeadlines deadlines = new ExchangeDeadlines(
            TIMEOUT,
            new WorkerLimits(Duration.ofSeconds(2), Duration.ofMillis(RESPONSE_START), Duration.ofSeconds(4), 256));

    @Test
    void aSilentFunctionMissesTheResponseStart() {
        // Given
        deadlines.onRequestBytes(0);
        // When, Then
        assertThat(deadlines.responseIsLate(RESPONSE_START + EventLoopContext.SWEEP_MILLIS + 1))
                .isTrue();
    }

    @Test
    void everyByteOfAnUploadMovesTheResponseStart() {
        // Given
        deadlines.onRequestBytes(0);
        // When
        deadlines.onRequestBytes(RESPONSE_START);
        // Then
        assertThat(deadlines.responseIsLate(2 * RESPONSE_START)).isFalse();
    }

    @Test
    void nobodyWaitsForTheResponseOfACallThatIsFetchedLater() {
        // Given
        deadlines.onRequestBytes(0);
        // When
        deadlines.onDetached();
        // Then
        assertThat(deadlines.responseIsLate(10 * RESPONSE_START)).isFalse();
    }

    @Test
    void theFunctionsTimeoutEndsAnAnswerThatHasBegun() {
        // Given
        deadlines.onWorker(0);
        // When, Then
        assertThat(deadlines.functionIsLate(TIMEOUT + EventLoopContext.SWEEP_MILLIS + 1))
                .isTrue();
    }

    @Test
    void aDrainLeavesLessTimeThanTheFunctionHas() {
        // Given
        deadlines.onWorker(0);
        // When
        deadlines.endWithin(1_000, 0);
        // Then
        assertThat(deadlines.mustEnd(1_001)).isTrue();
    }
}
