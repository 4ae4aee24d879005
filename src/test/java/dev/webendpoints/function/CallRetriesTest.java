package dev.webendpoints.function;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CallRetriesTest {

    private static final CallRetries DOUBLING = new CallRetries(3, 2, 1_000, 3_000);

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 3000", "1000, 3000"})
    void delaysGrowUpToTheLongest(int failures, long millis) {
        assertThat(DOUBLING.delay(failures)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "3, true", "4, false"})
    void asManyRepetitionsAsDeclaredAreAllowed(int failures, boolean allowed) {
        assertThat(DOUBLING.allows(failures)).isEqualTo(allowed);
    }

    @Test
    void withoutRetriesTheFirstFailureIsTheLast() {
        assertThat(CallRetries.NONE.allows(1)).isFalse();
    }
}
