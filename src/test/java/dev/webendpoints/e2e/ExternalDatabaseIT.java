package dev.webendpoints.e2e;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.boot.postgres.EmbeddedPostgres;
import dev.webendpoints.boot.postgres.RunningPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A server whose database is somebody else's: any PostgreSQL, by its address. */
@Tag("long")
class ExternalDatabaseIT {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private static final Pattern TOKEN = Pattern.compile("(ak-[^\"]+)\".*(as-[^\"]+)\"");

    @TempDir
    static Path folder;

    private static RunningPostgres postgres;
    private static LiveServer server;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder.resolve("theirs"), List.of("fsync=off"));
        server = serverIn("data");
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
        server = serverIn("other-data");
        // Then
        assertThat(server.send(server.api("/v1/proxy-tokens").build()).body()).contains("kept elsewhere");
    }

    @Test
    void aServerBesideItRefusesARevokedTokenWithinAFifthOfASecond() {
        try (LiveServer beside = serverIn("data-beside")) {
            List<Duration> delays = IntStream.range(0, 5)
                    .mapToObj(i -> untilRefused(server, beside))
                    .sorted()
                    .toList();

            // The median: one pause of the machine is not the feed's. A poll takes a second in the median.
            assertThat(delays.get(2)).isLessThan(Duration.ofMillis(200));
        }
    }

    /** Returns how long one server accepts a token that was revoked through the other one. */
    private static Duration untilRefused(LiveServer revoking, LiveServer refusing) {
        Matcher token = TOKEN.matcher(revoking.send(revoking.api("/v1/api-tokens")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"name\": \"soon revoked\", \"scopes\": [\"proxy-tokens:read\"]}"))
                        .build())
                .body());
        assertThat(token.find()).isTrue();
        HttpRequest listing =
                refusing.api("/v1/proxy-tokens", token.group(1), token.group(2)).build();
        assertThat(refusing.send(listing).statusCode()).isEqualTo(200);
        revoking.send(revoking.api("/v1/api-tokens/" + token.group(1)).DELETE().build());
        long revoked = System.nanoTime();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> refusing.send(listing).statusCode() == 401);
        return Duration.ofNanos(System.nanoTime() - revoked);
    }

    private static LiveServer serverIn(String dataDir) {
        return LiveServer.start(
                folder.resolve(dataDir),
                Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", postgres.reactiveUrl(),
                        "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", postgres.user(),
                        "QUARKUS_DATASOURCE_PASSWORD", postgres.password(),
                        "WEBENDPOINTS_SECRETS_KEY", KEY));
    }
}
