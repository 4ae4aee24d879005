package dev.webendpoints.function;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FunctionKeyTest {

    private static final String ID = "fu-0123456789012345678901";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | none",
                "{\"a\":\"~b\"} | none",
                "none | 0123456789abcdef0123456789abcdef",
                "{\"a\":1} | 0123456789abcdef0123456789abcdef"
            })
    void theKeyOfAGroupNamesFunctionValuesAndVariant(String arguments, String variant) {
        FunctionKey key =
                new FunctionKey(ID, "de-1", arguments == null ? "" : arguments, variant == null ? "" : variant);

        assertThat(FunctionKey.ofGroup(key.group(), "de-1")).isEqualTo(key);
    }
}
