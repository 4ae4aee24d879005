package dev.webendpoints.e2e;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
}
