package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Quarkus' access log of the control port, which dev mode always has. */
@Tag("long")
class AccessLogIT {

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void start() {
        server = LiveServer.start(folder.resolve("data"), Map.of("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theModalClientInAWorkerIsAnswered() {
        // Given
        Path app = TestApps.written(folder, "access-log", """
                import modal

                app = modal.App("access-log")
                kept = modal.Dict.from_name("access-log", create_if_missing=True)


                @app.function(image=modal.Image.debian_slim().pip_install("fastapi"))
                @modal.fastapi_endpoint()
                def web():
                    kept["answer"] = 42
                    return kept["answer"]
                """);
        ModalCli.of(ModalCli.NEWEST, server).deploy(app).succeeded();
        // When
        String answer = server.get("e2e--access-log-web", "/").body();
        // Then
        assertThat(answer).isEqualTo("42");
    }
}
