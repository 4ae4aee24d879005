package dev.webendpoints.e2e;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Also variants of plain functions, which older clients do not have. */
abstract class FunctionVariantCases extends VariantCases {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"secrets of a function | \"hello\"", "batching of a function | [2,2]"})
    void aFunctionHasVariantsToo(String name, String answer) {
        assertThat(answer(name)).hasToString(answer);
    }
}
