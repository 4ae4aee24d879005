package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Functions that are called by the clock. */
class ScheduleIT extends AppFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Several periods of the functions here. */
    private static final Duration QUIET = Duration.ofSeconds(4);

    @AfterEach
    void stop() {
        modal.run("app", "stop", "--yes", app);
    }

    /** Writes an app whose function counts its runs. @param arguments of {@code @app.function} */
    private Path counting(String arguments, String lastLine) {
        return TestApps.written(folder, app, """
                import time

                import modal

                app = modal.App("%s")
                runs = modal.Dict.from_name("%s", create_if_missing=True)


                @app.function(%s)
                def tick():
                    runs["count"] = runs.get("count", 0) + 1
                    print("tick", runs["count"], flush=True)
                    %s


                @app.local_entrypoint()
                def main():
                    print("local: started", flush=True)
                    time.sleep(600)
                """.formatted(app, app, arguments, lastLine));
    }

    private Path counting(String arguments) {
        return counting(arguments, "return None");
    }

    private int runs() {
        return Integer.parseInt(
                modal.python("-c", """
                        import modal

                        print(modal.Dict.from_name("%s", create_if_missing=True).get("count", 0))
                        """.formatted(app)).succeeded().output().strip());
    }

    private void awaitRunsAfter(int before, int more) {
        await().atMost(PATIENCE).until(() -> runs() >= before + more);
    }

    private String logs() {
        return modal.run("app", "logs", app).output();
    }

    private void assertThatRunsEnd() {
        AtomicInteger last = new AtomicInteger(runs());
        await().during(QUIET).atMost(PATIENCE).until(() -> {
            int now = runs();
            return last.getAndSet(now) == now;
        });
    }

    @Test
    void aFunctionRunsAfterEachPeriod() {
        // Given
        Path file = counting("schedule=modal.Period(seconds=2)");
        // When
        modal.deploy(file).succeeded();
        // Then
        awaitRunsAfter(0, 3);
        assertThat(logs()).contains("tick 1", "tick 2", "tick 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5.5", "1.1.4"})
    @Tag("long")
    void anOlderClientDeploysASchedule(String version) {
        // Given
        Path file = counting("schedule=modal.Period(seconds=2), cpu=0." + version.charAt(2));
        int before = runs();
        // When
        ModalCli.of(version, server).deploy(file).succeeded();
        // Then
        awaitRunsAfter(before, 2);
    }

    @Test
    void aRedeployWithoutTheScheduleEndsIt() {
        // Given
        modal.deploy(counting("schedule=modal.Period(seconds=1)")).succeeded();
        awaitRunsAfter(0, 1);
        // When
        modal.deploy(counting("")).succeeded();
        // Then
        assertThatRunsEnd();
    }

    @Test
    void theScheduleOfAnAppThatRunsEndsWithItsClient() throws Exception {
        // Given
        Path file = counting("schedule=modal.Period(seconds=1)");
        try (RunningCli client = RunningCli.start(modal, folder, "run", file.toString())) {
            client.awaitOutput("tick 2");
            // When
            client.interrupt();
        }
        // Then
        assertThatRunsEnd();
    }

    @Test
    void aRunThatFailsHasItsTracebackInTheLog() {
        // Given
        Path file = counting("schedule=modal.Period(seconds=2)", "raise ValueError('no luck')");
        // When
        modal.deploy(file).succeeded();
        // Then
        await().atMost(PATIENCE).until(() -> logs().contains("ValueError: no luck"));
    }

    @Test
    void aScheduleIsShown() {
        // When
        modal.deploy(counting("schedule=modal.Cron('0 6 * * 1-5', timezone='Europe/Berlin')"))
                .succeeded();
        // Then
        assertThat(modal.run("app", "info", app).succeeded().output()).contains("0 6 * * 1-5 (Europe/Berlin)");
        assertThat(modal.run("function", "info", app + "/tick").succeeded().output())
                .contains("Cron('0 6 * * 1-5', Europe/Berlin)");
    }

    @Test
    void anInvalidScheduleIsRefusedWithTheReason() {
        // When
        ModalCli.Result deploy = modal.deploy(counting("schedule=modal.Cron('0 25 * * *')"));
        // Then
        assertThat(deploy.exitCode()).isNotZero();
        assertThat(deploy.output().replaceAll("[\\s│]+", " "))
                .contains("The function 'tick' cannot be deployed: The cron expression '0 25 * * *' is not valid:"
                        + " Value 25 not in range [0, 23].");
    }

    @Test
    @Tag("long")
    void timesThatWereMissedWhileNoServerRanAreOneRun() {
        // Given
        modal.deploy(counting("schedule=modal.Period(seconds=5)")).succeeded();
        awaitRunsAfter(0, 1);
        // When
        server.kill();
        Instant missed = Instant.now().plusSeconds(20);
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(missed));
        server = SharedServer.killAndStartAgain();
        modal = ModalCli.of(ModalCli.NEWEST, server);
        int before = runs();
        awaitRunsAfter(before, 2);
        // Then
        assertThat(logs().lines().filter(line -> line.contains("starts late"))).hasSize(1);
    }
}
