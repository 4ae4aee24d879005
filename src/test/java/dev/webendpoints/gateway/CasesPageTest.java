package dev.webendpoints.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The tests named in {@code docs/gateway-cases.md} exist. */
class CasesPageTest {

    private static final Path PAGE = Path.of("docs", "gateway-cases.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))?(?:#(\\w+)…?)?`");

    /** Returns class and method, which may be empty. A method without a class belongs to the preceding class. */
    static Stream<List<String>> names() throws IOException {
        Stream.Builder<List<String>> names = Stream.builder();
        String type = "";
        Matcher named = NAMED.matcher(Files.readString(PAGE));
        while (named.find()) {
            type = named.group(1) == null ? type : named.group(1);
            names.add(List.of(type, named.group(2) == null ? "" : named.group(2)));
        }
        return names.build();
    }

    @ParameterizedTest
    @MethodSource("names")
    void thereIsSuchATest(List<String> name) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            Path file = files.filter(path -> path.endsWith(name.get(0) + ".java"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(file)).contains(name.get(1));
        }
    }
}
