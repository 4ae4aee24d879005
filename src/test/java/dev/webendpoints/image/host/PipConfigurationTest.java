package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PipConfigurationTest {

    @TempDir
    Path home;

    @Test
    void theIndexOfTheUsersConfigurationIsUsed() throws IOException {
        assertThat(read("[global]\nindex-url = https://mirror.example/simple\n"))
                .containsEntry("PIP_INDEX_URL", "https://mirror.example/simple");
    }

    @Test
    void valuesMayBeOnSeveralLines() throws IOException {
        assertThat(read("[install]\nextra-index-url =\n    https://a.example\n    https://b.example\n"))
                .containsEntry("PIP_EXTRA_INDEX_URL", "https://a.example https://b.example");
    }

    @Test
    void otherSectionsAreOtherCommands() throws IOException {
        assertThat(read("[download]\nindex-url = https://mirror.example/simple\n"))
                .doesNotContainKey("PIP_INDEX_URL");
    }

    private Map<String, String> read(String text) throws IOException {
        Path file = home.resolve("pip.conf");
        Files.writeString(file, text);
        return PipConfiguration.of(Map.of("HOME", home.toString(), "PIP_CONFIG_FILE", file.toString()));
    }
}
