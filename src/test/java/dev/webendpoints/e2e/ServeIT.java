package dev.webendpoints.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Live development with {@code modal serve}: what a save does, and how an app ends with its client. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("long")
class ServeIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** An app whose client is lost ends 60 s after its last sign of life, which comes every 15 s. */
    private static final Duration LOST = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static ModalCli modal;

    private RunningCli client;

    /** That one is killed first of all, since it takes a minute until anybody can know. */
    @BeforeAll
    static void loseAClient() {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
        RunningCli lost = RunningCli.start(
                modal,
                folder,
                "serve",
                TestApps.answering(folder, "lost", "here").toString());
        lost.awaitOutput("Serving");
        assertThat(answer("lost-web-dev")).isEqualTo("here");
        lost.close();
    }

    @AfterEach
    void endClient() {
        if (client != null) {
            client.close();
        }
    }

    @Test
    void aSaveIsServed() {
        serve("saved", "before");
        TestApps.answering(folder, "saved", "after");
        await().atMost(SOON).until(() -> answer("saved-web-dev").equals("after"));
    }

    @Test
    void aSyntaxErrorKeepsTheOldVersion() throws IOException {
        Path file = serve("broken", "before");
        Files.writeString(file, "this is no Python\n");
        client.awaitOutput("SyntaxError");
        assertThat(answer("broken-web-dev")).isEqualTo("before");
    }

    @Test
    void aSaveThatRepairsASyntaxErrorIsServed() throws IOException {
        Path file = serve("repaired", "before");
        Files.writeString(file, "this is no Python\n");
        client.awaitOutput("SyntaxError");
        TestApps.answering(folder, "repaired", "after");
        await().atMost(SOON).until(() -> answer("repaired-web-dev").equals("after"));
    }

    @Test
    void theSuffixCanBeOnesOwn() {
        client = RunningCli.start(
                modal.with("MODAL_DEV_SUFFIX", "ann"),
                folder,
                "serve",
                TestApps.answering(folder, "suffixed", "hers").toString());
        client.awaitOutput("Serving");
        assertThat(answer("suffixed-web-ann")).isEqualTo("hers");
    }

    @Test
    void whoServesTheSameLabelLaterHasIt() {
        serve("taken", "first");
        try (RunningCli second = RunningCli.start(
                modal,
                folder,
                "serve",
                TestApps.answering(folder, "taken", "second").toString())) {
            second.awaitOutput("label stolen").awaitOutput("Serving");
            assertThat(answer("taken-web-dev")).isEqualTo("second");
        }
    }

    @Test
    void aDeployedAppAndItsDevelopmentLiveSideBySide() {
        Path file = TestApps.answering(folder, "both", "deployed");
        modal.deploy(file).succeeded();
        serve("both", "in development");
        assertThat(answer("both-web")).isEqualTo("deployed");
    }

    @Test
    void ctrlCEndsTheApp() throws Exception {
        serve("left", "here");
        client.interrupt();
        assertThat(server.get("e2e--left-web-dev", "/").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theAppOfAClientThatWasKilledEnds() {
        await().atMost(LOST).until(() -> server.get("e2e--lost-web-dev", "/").statusCode() == 404);
    }

    private Path serve(String app, String answer) {
        Path file = TestApps.answering(folder, app, answer);
        client = RunningCli.start(modal, folder, "serve", file.toString());
        client.awaitOutput("Serving");
        assertThat(answer(app + "-web-dev")).isEqualTo(answer);
        return file;
    }

    private static String answer(String label) {
        return server.get("e2e--" + label, "/").body();
    }
}
