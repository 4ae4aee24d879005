package dev.webendpoints.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

/** What workers print, as people see it live with {@code modal app logs -f}, {@code serve} and {@code deploy --stream-logs}. */
class FollowedLogsIT {

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static ModalCli modal;

    private Process running;

    @BeforeAll
    static void connect() {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
    }

    @AfterEach
    void endClient() {
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.6.4", "1.5.5"})
    void whoFollowsSeesNewLinesOnceUntilTheAppStops(String version) throws Exception {
        String app = "follow-" + version.replace('.', '-');
        modal.deploy(Apps.talking(folder, app)).succeeded();
        Path output = follow(version, "app", "logs", app, "-f");
        server.get("e2e--" + app + "-web", "/live");
        awaitOutput(output, text -> text.contains("printed for /live"));

        modal.run("app", "stop", app, "--yes").succeeded();

        assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(printed(output)).containsExactly("printed at the start", "printed for /live");
    }

    @Test
    void anOldClientShowsTheRecentPastAndFollows() throws Exception {
        modal.deploy(Apps.talking(folder, "old-follow")).succeeded();
        server.get("e2e--old-follow-web", "/past");
        Path output = follow("1.1.4", "app", "logs", "old-follow");
        awaitOutput(output, text -> text.contains("printed for /past"));

        server.get("e2e--old-follow-web", "/live");

        awaitOutput(output, text -> text.contains("printed for /live"));
        assertThat(printed(output)).containsExactly("printed at the start", "printed for /past", "printed for /live");
    }

    @Test
    void serveShowsAPrintAndATraceback() throws Exception {
        Path output =
                follow(ModalCli.NEWEST, "serve", Apps.talking(folder, "served").toString());
        awaitOutput(output, text -> text.contains("Serving"));

        server.get("e2e--served-web-dev", "/live");
        server.get("e2e--served-web-dev", "/fail");

        awaitOutput(output, text -> text.contains("RuntimeError: failed for /fail"));
        assertThat(printed(output)).containsExactly("printed at the start", "printed for /live", "printed for /fail");
        assertThat(Files.readString(output)).contains("Traceback (most recent call last):");
    }

    @Test
    void serveEndsWithTheLastWordsOfItsWorkers() throws Exception {
        Path output =
                follow(ModalCli.NEWEST, "serve", Apps.leaving(folder, "leaving").toString());
        awaitOutput(output, text -> text.contains("Serving"));
        server.get("e2e--leaving-web-dev", "/");
        awaitOutput(output, text -> text.contains("printed for a request"));

        endByInterrupt(running);

        assertThat(Files.readString(output))
                .contains("printed at the end")
                .doesNotContain("Timed out waiting for final app logs");
    }

    @Test
    void aDeployStreamsTheLinesThatFollow() throws Exception {
        Path output = follow(
                ModalCli.NEWEST,
                "deploy",
                "--stream-logs",
                Apps.talking(folder, "streamed").toString());
        awaitOutput(output, text -> text.contains("App deployed"));

        server.get("e2e--streamed-web", "/live");

        awaitOutput(output, text -> text.contains("printed for /live"));
    }

    @Test
    void whoIsCutOffGoesOnWhereItWas() throws Exception {
        modal.deploy(Apps.talking(folder, "cut")).succeeded();
        server.get("e2e--cut-web", "/before");
        try (CutLine line = CutLine.to(URI.create(server.controlUrl()).getPort())) {
            Path output = Files.createTempFile(folder, "modal-", ".out");
            running = modal.with("MODAL_SERVER_URL", "http://localhost:" + line.port())
                    .start(output, "-m", "modal", "app", "logs", "cut", "-f");
            awaitOutput(output, text -> text.contains("printed for /before"));

            line.cut();
            server.get("e2e--cut-web", "/after");

            awaitOutput(output, text -> text.contains("printed for /after"));
            assertThat(printed(output))
                    .containsExactly("printed at the start", "printed for /before", "printed for /after");
        }
    }

    private Path follow(String version, String... command) throws IOException {
        Path output = Files.createTempFile(folder, "modal-", ".out");
        String[] arguments = new String[command.length + 2];
        arguments[0] = "-m";
        arguments[1] = "modal";
        System.arraycopy(command, 0, arguments, 2, command.length);
        running = ModalCli.of(version, server).start(output, arguments);
        return output;
    }

    private static void awaitOutput(Path output, Predicate<String> condition) {
        await().atMost(Duration.ofSeconds(60)).until(() -> condition.test(Files.readString(output)));
    }

    private static List<String> printed(Path output) throws IOException {
        return Files.readString(output)
                .lines()
                .map(line -> line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").strip())
                .filter(line -> line.startsWith("printed"))
                .toList();
    }

    /** As Ctrl-C does. Again after a while, as a user would: a client whose one thread prints just then loses a Ctrl-C. */
    private static void endByInterrupt(Process process) throws Exception {
        for (int times = 0; times < 3; times++) {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return;
            }
        }
        fail("modal serve did not end after Ctrl-C");
    }
}
