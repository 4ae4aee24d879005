package dev.webendpoints.function;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionSpec.Batching;

import static org.assertj.core.api.Assertions.assertThat;

class FunctionOptionsTest {

    private static final FunctionSpec DECLARED = TestSpecs.batched(new Batching(8, 100));

    private static FunctionOptions timeout(int seconds) {
        return new FunctionOptions(null, null, null, null, null, null, null, null, seconds, null, null, null);
    }

    @Test
    void withoutOptionsItIsAsDeclared() {
        assertThat(FunctionOptions.NONE.applyTo(DECLARED))
                .usingRecursiveComparison()
                .isEqualTo(DECLARED);
    }

    @Test
    void anOptionTakesThePlaceOfWhatIsDeclared() {
        assertThat(timeout(7).applyTo(DECLARED).timeoutSecs()).isEqualTo(7);
    }

    @Test
    void whatHasNoOptionIsAsDeclared() {
        assertThat(timeout(7).applyTo(DECLARED).batching()).isEqualTo(DECLARED.batching());
    }

    @Test
    void anEmptyListIsAnOptionToo() {
        FunctionOptions noSecrets =
                new FunctionOptions(List.of(), null, null, null, null, null, null, null, null, null, null, null);

        assertThat(noSecrets.applyTo(DECLARED).secretIds()).isEmpty();
    }

    /** A variant that was used once would keep its workers forever. */
    @Test
    void aVariantKeepsNoWorkers() {
        assertThat(FunctionOptions.NONE
                        .applyTo(TestSpecs.keepingWorkers(2))
                        .scaling()
                        .minContainers())
                .isNull();
    }

    @Test
    void anotherConcurrencyHasItsOwnTarget() {
        FunctionOptions concurrent =
                new FunctionOptions(null, null, null, null, null, null, null, null, null, 10, null, null);

        assertThat(concurrent.applyTo(DECLARED).maxConcurrentInputs()).isEqualTo(10);
    }
}
