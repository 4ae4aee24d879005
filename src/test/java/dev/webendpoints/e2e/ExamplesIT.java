package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The apps of {@code examples/} that call functions and keep state, and the commands that dev mode prints for them. */
class ExamplesIT {

    private static final Path EXAMPLES = Path.of("examples");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static LiveServer server;
    private static ModalCli modal;

    @BeforeAll
    static void deploy() {
        server = SharedServer.get();
        modal = ModalCli.of("1.6.4", server);
        for (String app : new String[] {"jobs.py", "fan_out.py", "dashboard.py", "cron.py"}) {
            modal.deploy(EXAMPLES.resolve(app)).succeeded();
        }
    }

    @Test
    void aJobIsStartedAndItsResultRead() {
        String job = submit("hello");

        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(get("jobs-result", "/?job=" + job).toString())
                                .isEqualTo("{\"state\":\"done\",\"result\":\"HELLO\"}"));
    }

    @Test
    void aJobThatDoesNotExistIsUnknown() {
        assertThat(get("jobs-result", "/?job=fc-0000000000000000000000").toString())
                .isEqualTo("{\"state\":\"unknown\"}");
    }

    @Test
    void aRequestIsDividedAmongWorkers() {
        assertThat(get("fan-out-count", "/?below=20000").toString()).isEqualTo("{\"below\":20000,\"primes\":2262}");
    }

    @Test
    void theFanOutRunsFromTheCommandLine() {
        assertThat(modal.run("run", EXAMPLES.resolve("fan_out.py").toString(), "--below", "1000")
                        .succeeded()
                        .output())
                .contains("168 primes below 1000");
    }

    @Test
    void theDashboardCountsWhatAnotherAppHasFinished() {
        int before = get("dashboard-dashboard", "/state").get("finished").asInt();

        submit("counted");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(get("dashboard-dashboard", "/state")
                                .get("finished")
                                .asInt())
                        .isGreaterThan(before));
    }

    @Test
    @Tag("long")
    void theClockCallsTheCleanUpEveryMinute() {
        await().atMost(LIMIT.multipliedBy(2))
                .untilAsserted(
                        () -> assertThat(get("cron-last-runs", "/").size()).isPositive());
    }

    private static String submit(String text) {
        return json(server.send(server.to("e2e--jobs-submit", "/?text=" + text)
                                .POST(BodyPublishers.noBody())
                                .build())
                        .body())
                .get("job")
                .asText();
    }

    private static JsonNode get(String label, String path) {
        return json(server.get("e2e--" + label, path).body());
    }

    private static JsonNode json(String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(body, e);
        }
    }
}
