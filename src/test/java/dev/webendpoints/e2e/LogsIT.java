package dev.webendpoints.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

/** What workers print, as people see it with {@code modal app logs}, {@code serve} and {@code deploy --stream-logs}. */
class LogsIT {

    private static final String APP = "talker";

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static ModalCli modal;

    private Process running;

    @BeforeAll
    static void deployAndAsk() {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
        modal.deploy(talking(APP)).succeeded();
        assertThat(server.get("e2e--talker-web", "/one").statusCode()).isEqualTo(200);
        assertThat(server.get("e2e--talker-web", "/fail").statusCode()).isEqualTo(500);
        await().atMost(SOON).until(() -> logs().contains("RuntimeError: failed for /fail"));
    }

    @AfterEach
    void endClient() {
        if (running != null) {
            running.destroyForcibly();
        }
    }

    // Of the past ------------------------------------------------------------------------------------------------

    @Test
    void theLinesOfAnAppAreInOrder() {
        assertThat(logs().lines().filter(line -> line.startsWith("printed")).toList())
                .containsExactly("printed at the start", "printed for /one", "printed for /fail");
    }

    @Test
    void aTracebackIsWhole() {
        assertThat(logs())
                .containsPattern(
                        "(?s)Traceback \\(most recent call last\\):\n.*in application\n"
                                + " +raise RuntimeError\\(.failed for . \\+ scope\\[.path.\\]\\)\nRuntimeError: failed for /fail\n");
    }

    @Test
    void oneSourceIsShownAlone() {
        assertThat(logs("--source", "stderr")).contains("warned for /one").doesNotContain("printed for /one");
    }

    @Test
    void theTailIsTheLastLines() {
        assertThat(logs("--search", "printed", "--tail", "1").strip()).isEqualTo("printed for /fail");
    }

    @Test
    void linesSinceATimeAreCountedAndFetched() {
        assertThat(logs("--since", "1h", "--source", "stdout").lines().toList())
                .containsExactly("printed at the start", "printed for /one", "printed for /fail");
    }

    @Test
    void noLineIsOfATimeBefore() {
        assertThat(logs("--since", "2d", "--until", "1d")).isBlank();
    }

    @Test
    void eachLineNamesItsFunctionAndWorker() {
        assertThat(logs("--show-function-id", "--show-container-id", "--search", "for /one"))
                .matches("(?s)(fu-\\w+ ta-\\w+ (printed|warned) for /one\n){2}");
    }

    @Test
    void linesOfAFunctionAndAWorkerAreShownAlone() {
        Matcher ids =
                Pattern.compile("(fu-\\w+) (ta-\\w+) ").matcher(logs("--show-function-id", "--show-container-id"));
        assertThat(ids.find()).isTrue();

        assertThat(List.of(
                        logs("--function", ids.group(1), "--container", ids.group(2), "--search", "printed for /one"),
                        logs("--function", ids.group(1), "--container", "ta-nobody")))
                .containsExactly("printed for /one\n", "");
    }

    @Test
    void eachLineTellsItsTime() {
        assertThat(logs("--timestamps", "--search", "printed for /one"))
                .matches("(?s)\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\S* printed for /one\n");
    }

    @Test
    void aFunctionsLogsAreThoseOfItsApp() {
        assertThat(modal.run("function", "logs", APP + "/web").succeeded().output())
                .contains("printed for /one");
    }

    @Test
    void linesOfOneCallAreRefusedInASentence() {
        ModalCli.Result result = modal.run("app", "logs", APP, "--function-call", "fc-1");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("not by call");
    }

    @Test
    void anotherClientReadsThemToo() {
        assertThat(ModalCli.of("1.5.5", server)
                        .run("app", "logs", APP)
                        .succeeded()
                        .output())
                .contains("printed for /one");
    }

    @Test
    void aFailedStartIsTheServersWord() {
        Path failing = Apps.written(folder, "speechless", """
                import modal

                app = modal.App("speechless")


                @app.function()
                @modal.asgi_app()
                def web():
                    raise RuntimeError("no voice")
                """);
        modal.deploy(failing).succeeded();
        server.get("e2e--speechless-web", "/");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(modal.run("app", "logs", "speechless", "--source", "system")
                                .output())
                        .contains("worker failed to start: ")
                        .contains("no voice"));
    }

    @Test
    void theBuildOfAnImageIsTheServersWord() {
        Path building = Apps.written(folder, "builder", """
                import modal

                app = modal.App("builder")
                image = modal.Image.debian_slim().pip_install("colorama==0.4.5")


                @app.function(image=image)
                @modal.asgi_app()
                def web():
                    pass
                """);

        modal.deploy(building).succeeded();

        assertThat(modal.run("app", "logs", "builder", "--source", "system")
                        .succeeded()
                        .output())
                .contains("colorama");
    }

    @Test
    void linesAreKeptWhenTheServerIsAnotherOne() {
        String before = logs();
        server = SharedServer.restart(Map.of());

        assertThat(logs()).startsWith(before);
    }

    // Live -------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"1.6.4", "1.5.5"})
    void whoFollowsSeesNewLinesOnceUntilTheAppStops(String version) throws Exception {
        String app = "follow-" + version.replace('.', '-');
        modal.deploy(talking(app)).succeeded();
        Path output = follow(version, "app", "logs", app, "-f");
        server.get("e2e--" + app + "-web", "/live");
        awaitOutput(output, text -> text.contains("printed for /live"));

        modal.run("app", "stop", app, "--yes").succeeded();

        assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(printed(output)).containsExactly("printed at the start", "printed for /live");
    }

    @Test
    void anOldClientShowsTheRecentPastAndFollows() throws Exception {
        modal.deploy(talking("old-follow")).succeeded();
        server.get("e2e--old-follow-web", "/past");
        Path output = follow("1.1.4", "app", "logs", "old-follow");
        awaitOutput(output, text -> text.contains("printed for /past"));

        server.get("e2e--old-follow-web", "/live");

        awaitOutput(output, text -> text.contains("printed for /live"));
        assertThat(printed(output)).containsExactly("printed at the start", "printed for /past", "printed for /live");
    }

    @Test
    void serveShowsAPrintAndATraceback() throws Exception {
        Path output = follow(ModalCli.NEWEST, "serve", talking("served").toString());
        awaitOutput(output, text -> text.contains("Serving"));

        server.get("e2e--served-web-dev", "/live");
        server.get("e2e--served-web-dev", "/fail");

        awaitOutput(output, text -> text.contains("RuntimeError: failed for /fail"));
        assertThat(printed(output)).containsExactly("printed at the start", "printed for /live", "printed for /fail");
        assertThat(Files.readString(output)).contains("Traceback (most recent call last):");
    }

    @Test
    void serveEndsWithTheLastWordsOfItsWorkers() throws Exception {
        Path output = follow(ModalCli.NEWEST, "serve", leaving("leaving").toString());
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
                ModalCli.NEWEST, "deploy", "--stream-logs", talking("streamed").toString());
        awaitOutput(output, text -> text.contains("App deployed"));

        server.get("e2e--streamed-web", "/live");

        awaitOutput(output, text -> text.contains("printed for /live"));
    }

    @Test
    void whoIsCutOffGoesOnWhereItWas() throws Exception {
        modal.deploy(talking("cut")).succeeded();
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

    /** As Ctrl-C does. */
    /** Again after a while, as a user would: a client whose one thread prints just then loses a Ctrl-C. */
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

    private static String logs(String... options) {
        String[] command = new String[options.length + 3];
        command[0] = "app";
        command[1] = "logs";
        command[2] = APP;
        System.arraycopy(options, 0, command, 3, options.length);
        return modal.run(command).succeeded().output();
    }

    /** A file that prints at its worker's start, and for every request to both streams. */
    private static Path talking(String app) {
        return Apps.written(folder, app, """
                import sys

                import modal

                app = modal.App("%s")


                @app.function()
                @modal.concurrent(max_inputs=10)
                @modal.asgi_app()
                def web():
                    print("printed at the start")

                    async def application(scope, receive, send):
                        if scope["type"] != "http":
                            return
                        print("printed for " + scope["path"])
                        print("warned for " + scope["path"], file=sys.stderr)
                        if scope["path"] == "/fail":
                            raise RuntimeError("failed for " + scope["path"])
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": b"done"})

                    return application
                """.formatted(app));
    }

    /** A file that prints when its worker ends. */
    private static Path leaving(String app) {
        return Apps.written(folder, app, """
                import modal

                app = modal.App("%s")


                @app.cls()
                class Talker:
                    @modal.exit()
                    def end(self):
                        print("printed at the end")

                    @modal.asgi_app(label="%s-web")
                    def web(self):
                        async def application(scope, receive, send):
                            if scope["type"] == "http":
                                print("printed for a request")
                                await send({"type": "http.response.start", "status": 200, "headers": []})
                                await send({"type": "http.response.body", "body": b"done"})

                        return application
                """.formatted(app, app));
    }
}
