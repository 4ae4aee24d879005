package dev.webendpoints.call;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadMemoryTest {

    private static final long MIB = 1 << 20;

    private final PayloadMemory memory = new PayloadMemory(100 * MIB);

    @Test
    void oneClaimTakesAPartOnly() {
        assertThat(memory.room()).isEqualTo(16 * MIB);
    }

    @Test
    void aClaimTakesWhatIsLeft() {
        memory.take(90 * MIB);

        assertThat(memory.room()).isEqualTo(10 * MIB);
    }

    /** The first input of a claim may be larger than what is left. */
    @Test
    void nothingIsLeftBeyondTheLimit() {
        memory.take(150 * MIB);

        assertThat(memory.room()).isZero();
    }

    @Test
    void whatIsReleasedMayBeTakenAgain() {
        memory.take(100 * MIB);
        memory.release(1 * MIB);

        assertThat(memory.room()).isEqualTo(MIB);
    }
}
