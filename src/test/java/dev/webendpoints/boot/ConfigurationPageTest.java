package dev.webendpoints.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code docs/configuration.md} names every key. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs", "configuration.md");

    static Stream<String> keys() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.webendpoints").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .flatMap(ConfigurationPageTest::keysOf);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyIsDescribed(String key) throws IOException {
        assertThat(Files.readString(PAGE)).contains("| `" + key + "`");
    }

    private static Stream<String> keysOf(JavaClass mapping) {
        return keysOf(mapping, mapping.getAnnotationOfType(ConfigMapping.class).prefix());
    }

    /** A method whose type is an interface nested in the mapping represents a group of keys. */
    private static Stream<String> keysOf(JavaClass group, String prefix) {
        return group.getMethods().stream().flatMap(method -> {
            String key = method.isAnnotatedWith(WithParentName.class) ? prefix : prefix + "." + kebab(method.getName());
            JavaClass type = method.getRawReturnType();
            return type.isInterface() && type.isNestedClass() ? keysOf(type, key) : Stream.of(key);
        });
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
