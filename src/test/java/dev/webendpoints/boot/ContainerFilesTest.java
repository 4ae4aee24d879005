package dev.webendpoints.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The configuration page describes all variables that the container files and the README set. */
class ContainerFilesTest {

    private static final Pattern VARIABLE = Pattern.compile("(?:WEBENDPOINTS|QUARKUS)_[A-Z_]*[A-Z]");

    static Stream<String> variables() {
        return Stream.of("docker-compose.yml", "src/main/docker/Dockerfile.jvm", "k8s/deployment.yaml", "README.md")
                .flatMap(file -> VARIABLE.matcher(read(file)).results())
                .map(found -> found.group())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("variables")
    void everyVariableIsADescribedKey(String variable) {
        assertThat(asVariables(read("docs/configuration.md"))).contains(variable);
    }

    /** MicroProfile Config's rule: characters other than letters and digits become underscores, letters upper case. */
    private static String asVariables(String page) {
        return page.replaceAll("[^A-Za-z0-9\\n]", "_").toUpperCase(Locale.ROOT);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
