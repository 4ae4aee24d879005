package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What workers have printed, as people see it with {@code modal app logs}. */
@Tag("long")
class LogsIT {

    private static final String APP = "talker";

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static ModalCli modal;

    @BeforeAll
    static void deployAndAsk() {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
        modal.deploy(TestApps.talking(folder, APP)).succeeded();
        assertThat(server.get("e2e--talker-web", "/one").statusCode()).isEqualTo(200);
        assertThat(server.get("e2e--talker-web", "/fail").statusCode()).isEqualTo(500);
        await().atMost(SOON).until(() -> logs().contains("RuntimeError: failed for /fail"));
    }

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
        Path failing = TestApps.written(folder, "speechless", """
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
        Path building = TestApps.written(folder, "builder", """
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

    private static String logs(String... options) {
        String[] command = new String[options.length + 3];
        command[0] = "app";
        command[1] = "logs";
        command[2] = APP;
        System.arraycopy(options, 0, command, 3, options.length);
        return modal.run(command).succeeded().output();
    }
}
