package dev.webendpoints.e2e;

import java.net.URI;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What workers print, as people see it live with {@code modal app logs -f}, {@code serve} and {@code deploy --stream-logs}. */
@Tag("long")
class FollowedLogsIT {

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static ModalCli modal;

    private RunningCli client;

    @BeforeAll
    static void connect() {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
    }

    @AfterEach
    void endClient() {
        if (client != null) {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.6.4", "1.5.5"})
    void whoFollowsSeesNewLinesOnceUntilTheAppStops(String version) throws Exception {
        String app = "follow-" + version.replace('.', '-');
        modal.deploy(TestApps.talking(folder, app)).succeeded();
        follow(ModalCli.of(version, server), "app", "logs", app, "-f");
        server.get("e2e--" + app + "-web", "/live");
        client.awaitOutput("printed for /live");

        modal.run("app", "stop", app, "--yes").succeeded();

        client.awaitEnd();
        assertThat(client.lines("printed")).containsExactly("printed at the start", "printed for /live");
    }

    @Test
    void anOldClientShowsTheRecentPastAndFollows() {
        modal.deploy(TestApps.talking(folder, "old-follow")).succeeded();
        server.get("e2e--old-follow-web", "/past");
        follow(ModalCli.of("1.1.4", server), "app", "logs", "old-follow").awaitOutput("printed for /past");

        server.get("e2e--old-follow-web", "/live");

        client.awaitOutput("printed for /live");
        assertThat(client.lines("printed"))
                .containsExactly("printed at the start", "printed for /past", "printed for /live");
    }

    @Test
    void serveShowsAPrintAndATraceback() {
        follow(modal, "serve", TestApps.talking(folder, "served").toString()).awaitOutput("Serving");

        server.get("e2e--served-web-dev", "/live");
        server.get("e2e--served-web-dev", "/fail");

        client.awaitOutput("RuntimeError: failed for /fail");
        assertThat(client.lines("printed"))
                .containsExactly("printed at the start", "printed for /live", "printed for /fail");
        assertThat(client.output()).contains("Traceback (most recent call last):");
    }

    @Test
    void serveEndsWithTheLastWordsOfItsWorkers() throws Exception {
        follow(modal, "serve", TestApps.leaving(folder, "leaving").toString()).awaitOutput("Serving");
        server.get("e2e--leaving-web-dev", "/");
        client.awaitOutput("printed for a request");

        client.interrupt();

        assertThat(client.output())
                .contains("printed at the end")
                .doesNotContain("Timed out waiting for final app logs");
    }

    @Test
    void aDeployStreamsTheLinesThatFollow() {
        follow(
                        modal,
                        "deploy",
                        "--stream-logs",
                        TestApps.talking(folder, "streamed").toString())
                .awaitOutput("App deployed");

        server.get("e2e--streamed-web", "/live");

        client.awaitOutput("printed for /live");
    }

    @Test
    void whoIsCutOffGoesOnWhereItWas() throws Exception {
        modal.deploy(TestApps.talking(folder, "cut")).succeeded();
        server.get("e2e--cut-web", "/before");
        try (CutLine line = CutLine.to(URI.create(server.controlUrl()).getPort())) {
            ModalCli through = modal.with("MODAL_SERVER_URL", "http://localhost:" + line.port());
            follow(through, "app", "logs", "cut", "-f").awaitOutput("printed for /before");

            line.cut();
            server.get("e2e--cut-web", "/after");

            client.awaitOutput("printed for /after");
            assertThat(client.lines("printed"))
                    .containsExactly("printed at the start", "printed for /before", "printed for /after");
        }
    }

    private RunningCli follow(ModalCli with, String... command) {
        client = RunningCli.start(with, folder, command);
        return client;
    }
}
