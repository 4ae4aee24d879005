package dev.webendpoints.routing;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.function.FunctionSpec.Parameter;
import dev.webendpoints.function.ParameterType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClassParametersTest {

    private final ClassParameters parameters = ClassParameters.of(List.of(
            new Parameter("root", ParameterType.STR, true),
            new Parameter("size", ParameterType.INT, false),
            new Parameter("key", ParameterType.BYTES, false)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "root=.cache|{\"root\":\".cache\"}",
                "size=-3&root=a|{\"root\":\"a\",\"size\":-3}",
                "root=a&other=1|{\"root\":\"a\"}",
                "root=a&root=b|{\"root\":\"b\"}",
                "root=|{\"root\":\"\"}",
                "root|{\"root\":\"\"}",
                "root=a%20b+c%26|{\"root\":\"a b c&\"}",
                "r%6Fot=%C3%A9|{\"root\":\"é\"}",
                "root=a&key=ab|{\"key\":{\"base64\":\"YWI=\"},\"root\":\"a\"}"
            })
    void valuesAreReadFromTheQuery(String query, String arguments) {
        assertThat(parameters.arguments(query)).isEqualTo(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size=3|the query must give a value for root",
                "root=a&size=big|size in the query must be a whole number of at most 64 bits",
                "root=a&size=|size in the query must be a whole number of at most 64 bits",
                "root=a&size=9223372036854775808|size in the query must be a whole number of at most 64 bits",
                "root=%zz|the query is not percent-encoded"
            })
    void whatIsWrongIsNamed(String query, String message) {
        assertThatThrownBy(() -> parameters.arguments(query))
                .isInstanceOf(InvalidArguments.class)
                .hasMessage(message);
    }

    @Test
    void anEmptyQueryGivesNothing() {
        assertThat(ClassParameters.of(List.of(new Parameter("size", ParameterType.INT, false)))
                        .arguments(""))
                .isEqualTo("{}");
    }

    @Test
    void aQueryPastTheBoundIsRefused() {
        assertThatThrownBy(() -> parameters.arguments("root=" + "x".repeat(16 * 1024)))
                .hasMessage("the query has more than 16384 characters");
    }
}
