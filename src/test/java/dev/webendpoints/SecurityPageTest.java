package dev.webendpoints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/security.md names tests that there are. */
class SecurityPageTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT))?(?:#(\\w+))?`");
    private static final String SOURCES = sources();

    static List<String> named() throws IOException {
        Matcher names = NAMED.matcher(Files.readString(Path.of("docs/security.md")));
        return names.results()
                .flatMap(name -> Stream.of(
                        name.group(1) == null ? "" : "class " + name.group(1) + " ",
                        name.group(2) == null ? "" : "void " + name.group(2) + "("))
                .filter(declaration -> !declaration.isEmpty())
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("named")
    void everyTestThatIsNamedIsThere(String declaration) {
        assertThat(SOURCES).contains(declaration);
    }

    private static String sources() {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(Files::isRegularFile)
                    .map(SecurityPageTest::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
