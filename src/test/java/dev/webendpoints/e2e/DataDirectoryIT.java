package dev.webendpoints.e2e;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Two servers, one data directory. */
class DataDirectoryIT {

    private LiveServer server;

    @BeforeEach
    void start() {
        server = SharedServer.get();
    }

    @Test
    void aSecondServerDoesNotStart() {
        assertThatThrownBy(() -> LiveServer.start(server.dataDir()))
                .hasMessageContaining("another server uses the data directory");
    }

    @Test
    void theFirstOneGoesOn() {
        // When
        assertThatThrownBy(() -> LiveServer.start(server.dataDir())).isInstanceOf(IllegalStateException.class);
        // Then
        assertThat(server.send(server.api("/v1/web-endpoints").build()).statusCode())
                .isEqualTo(200);
    }

    /** Nobody, root included, makes a directory below a file. */
    @Test
    void aDataDirectoryThatCannotBeWrittenToIsRefusedInASentence(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dwebendpoints.data-dir=" + file.resolve("data"),
                        "-jar",
                        Path.of("target", "quarkus-app", "quarkus-run.jar").toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said)
                .startsWith("The server does not start: the data directory " + file.resolve("data")
                        + " cannot be written to")
                .hasLineCount(1);
    }
}
