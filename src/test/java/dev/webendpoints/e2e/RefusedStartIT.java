package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A server that must not start. */
@Tag("long")
class RefusedStartIT {

    private static final String OTHER_KEY = "b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVyISE=";

    @TempDir
    Path dataDir;

    @Test
    void aServerWithAnotherKeySaysSoAndEnds() {
        // Given
        LiveServer server = LiveServer.start(dataDir);
        server.close();
        // When
        assertThatThrownBy(() -> server.startAgain(Map.of("WEBENDPOINTS_SECRETS_KEY", OTHER_KEY)))
                // Then
                .hasMessageContaining("the server ended at its start")
                .hasMessageContaining("sealed with another key");
    }
}
