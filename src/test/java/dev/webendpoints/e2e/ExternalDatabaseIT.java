package dev.webendpoints.e2e;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.boot.postgres.EmbeddedPostgres;
import dev.webendpoints.boot.postgres.RunningPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** A server whose database is somebody else's: any PostgreSQL, by its address. */
class ExternalDatabaseIT {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    static Path folder;

    private static RunningPostgres postgres;
    private static LiveServer server;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder.resolve("theirs"), List.of("fsync=off"));
        server = LiveServer.start(
                folder.resolve("data"),
                Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", postgres.reactiveUrl(),
                        "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", postgres.user(),
                        "QUARKUS_DATASOURCE_PASSWORD", postgres.password(),
                        "WEBENDPOINTS_SECRETS_KEY", KEY));
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.stop();
    }

    @Test
    void theServerStartsNoDatabaseOfItsOwn() {
        assertThat(Files.exists(server.dataDir().resolve("postgres"))).isFalse();
    }

    @Test
    void whatIsMadeIsInThatDatabase() {
        // Given
        server.send(server.api("/v1/proxy-tokens")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"kept elsewhere\"}"))
                .build());
        // When: nothing of the first server but the database's address and the key for secrets is used.
        server.close();
        server = LiveServer.start(
                folder.resolve("other-data"),
                Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", postgres.reactiveUrl(),
                        "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", postgres.user(),
                        "QUARKUS_DATASOURCE_PASSWORD", postgres.password(),
                        "WEBENDPOINTS_SECRETS_KEY", KEY));
        // Then
        assertThat(server.send(server.api("/v1/proxy-tokens").build()).body()).contains("kept elsewhere");
    }
}
