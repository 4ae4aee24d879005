package dev.webendpoints.gateway.relay;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExchangeDeadlinesTest {

    private static final long RESPONSE_START = 150_000;
    private static final long TIMEOUT = 300_000;

    private final ExchangeDeadlines deadlines = new ExchangeDeadlines(
            TIMEOUT,
            new RelaySettings.WorkerLimits(
                    Duration.ofSeconds(2), Duration.ofMillis(RESPONSE_START), Duration.ofSeconds(4), 256));

    @Test
    void aSilentFunctionMissesTheResponseStart() {
        // Given
        deadlines.onRequestBytes(0);
        // When, Then
        assertThat(deadlines.missed(false, RESPONSE_START + LoopState.SWEEP_MILLIS + 1))
                .isNotNull();
    }

    @Test
    void everyByteOfAnUploadMovesTheResponseStart() {
        // Given
        deadlines.onRequestBytes(0);
        // When
        deadlines.onRequestBytes(RESPONSE_START);
        // Then
        assertThat(deadlines.missed(false, 2 * RESPONSE_START)).isNull();
    }

    @Test
    void anAnswerThatHasBegunHasMetIt() {
        // Given
        deadlines.onRequestBytes(0);
        // When, Then
        assertThat(deadlines.missed(true, 10 * RESPONSE_START)).isNull();
    }

    @Test
    void theFunctionsTimeoutEndsAnAnswerThatHasBegun() {
        // Given
        deadlines.onWorker(0);
        // When, Then
        assertThat(deadlines.missed(true, TIMEOUT + LoopState.SWEEP_MILLIS + 1)).isNotNull();
    }

    @Test
    void aDrainLeavesLessTimeThanTheFunctionHas() {
        // Given
        deadlines.onWorker(0);
        // When
        deadlines.endWithin(1_000, 0);
        // Then
        assertThat(deadlines.missed(true, 1_001)).isNotNull();
    }
}
