package dev.webendpoints.gateway;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NearLabelsTest {

    private static final List<String> SERVED =
            List.of("dev--hello-square", "dev--hello-web", "dev--x", "dev-prod--hello-square", "other--hello-square");

    @ParameterizedTest
    @CsvSource({
        "dev--hello-sqare, dev--hello-square",
        "dev--square, dev--hello-square",
        "dev--hello-square-dev, dev--hello-square",
        "dev-prod--hello-sqare, dev-prod--hello-square"
    })
    void theOneThatWasMeantIsNamed(String wanted, String meant) {
        assertThat(NearLabels.of(wanted, SERVED)).first().isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"dev--hello-square", "dev-prod--hello-square", "other--hello-square", "dev--hello", "de--hello-square"})
    void nobodyLearnsOfAnotherTenantsHostnames(String wanted) {
        String source = wanted.substring(0, wanted.indexOf("--") + 2);

        assertThat(NearLabels.of(wanted, SERVED)).allMatch(hostname -> hostname.startsWith(source));
    }

    @ParameterizedTest
    @CsvSource({"dev--completely-different", "hello-square", "''", "--hello-square"})
    void whatIsLikeNothingHasNoNeighbours(String wanted) {
        assertThat(NearLabels.of(wanted, SERVED)).isEmpty();
    }

    @Test
    void notMoreThanAFewAreNamed() {
        List<String> many =
                IntStream.range(0, 100).mapToObj(i -> "dev--app" + i).toList();

        assertThat(NearLabels.of("dev--app", many)).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "'', abc, 3", "abc, abc, 0", "ab, ba, 2"})
    void distances(String one, String other, int expected) {
        assertThat(NearLabels.distance(one, other)).isEqualTo(expected);
    }
}
