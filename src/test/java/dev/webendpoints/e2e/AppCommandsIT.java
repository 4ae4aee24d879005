package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The commands of the client about versions of apps, calls of functions, and containers that have ended. */
class AppCommandsIT extends AppFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern CONTAINER = Pattern.compile("ta-[0-9A-Za-z]+");

    private void deploy(String answer, String... options) {
        Path file = TestApps.written(folder, app, """
                import os

                import modal

                app = modal.App("%s")


                @app.function()
                @modal.concurrent(max_inputs=10)
                @modal.asgi_app()
                def web():
                    async def application(scope, receive, send):
                        answer = "%s in " + os.environ["MODAL_TASK_ID"]
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": answer.encode()})

                    return application


                @app.function()
                def divide(dividend, divisor):
                    print("dividing", dividend, flush=True)
                    return dividend / divisor


                @app.cls()
                class Model:
                    @modal.method()
                    def version(self):
                        return "%s"
                """.formatted(app, answer, answer));
        String[] arguments = new String[options.length + 2];
        arguments[0] = "deploy";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = file.toString();
        modal.run(arguments).succeeded();
    }

    private String answer() {
        return server.get("e2e--" + app + "-web", "/").body();
    }

    private String answerVersion() {
        return answer().replaceAll(" in .*", "");
    }

    private String container() {
        Matcher id = CONTAINER.matcher(answer());
        assertThat(id.find()).isTrue();
        return id.group();
    }

    private void assertAnswer(String version) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(answerVersion()).isEqualTo(version));
    }

    private String evaluate(String program) {
        return modal.python("-c", "import modal\n" + program.formatted(app))
                .succeeded()
                .output()
                .strip();
    }

    /** Two calls that return and one that fails, none of which is read. */
    private void spawnThree() {
        evaluate("""
                f = modal.Function.from_name("%s", "divide")
                calls = [f.spawn(1, 1), f.spawn(4, 2), f.spawn(1, 0)]
                for call in calls:
                    try:
                        call.get(timeout=60)
                    except ZeroDivisionError:
                        pass
                """);
    }

    // Versions -----------------------------------------------------------------------------------------------------

    @Test
    void aRollbackServesTheEarlierAnswer() {
        // Given
        deploy("one");
        deploy("two");
        assertAnswer("two");
        // When
        modal.run("app", "rollback", app).succeeded();
        // Then
        assertAnswer("one");
    }

    @Test
    void aRollbackChangesCallsOfAClassToo() {
        // Given
        String call = "print(modal.Cls.from_name('%s', 'Model')().version.remote())";
        deploy("one");
        evaluate(call);
        deploy("two");
        evaluate(call);
        // When
        modal.run("app", "rollback", app, "v1").succeeded();
        // Then
        assertThat(evaluate(call)).isEqualTo("one");
    }

    @Test
    void aRolloverReplacesContainers() {
        // Given
        deploy("one");
        String before = container();
        // When
        modal.run("app", "rollover", app, "--strategy", "recreate").succeeded();
        // Then
        assertThat(container()).isNotEqualTo(before);
        assertThat(answerVersion()).isEqualTo("one");
    }

    @Test
    void aStagedVersionIsServedOnceItIsPromoted() {
        // Given
        deploy("one");
        deploy("two", "--staged");
        String staged = answerVersion();
        // When
        modal.run("app", "promote", app, "v2").succeeded();
        // Then
        assertThat(staged).isEqualTo("one");
        assertAnswer("two");
    }

    @Test
    @Tag("long")
    void aRefusedRollbackSaysWhy() {
        // Given
        deploy("one");
        // When
        ModalCli.Result result = modal.run("app", "rollback", app);
        // Then
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("the app has no version before v1");
    }

    @Test
    @Tag("long")
    void theInformationAboutAnAppHasItsFunctions() {
        // Given
        deploy("one");
        // When
        String information = modal.run("app", "info", app).succeeded().output();
        // Then
        assertThat(information).contains("Functions (3):").contains("divide").contains("Web Function");
    }

    @Test
    @Tag("long")
    void theInformationAboutAFunctionHasItsLimits() {
        // Given
        deploy("one");
        // When
        String information =
                modal.run("function", "info", app + "/divide").succeeded().output();
        // Then
        assertThat(information).contains("Function Name: divide").contains("Timeout: 300 seconds");
    }

    // Calls --------------------------------------------------------------------------------------------------------

    @Test
    void callsAreListedWithTheirStatus() {
        // Given
        deploy("one");
        spawnThree();
        // When
        String calls =
                modal.run("function", "calls", app + "/divide").succeeded().output();
        // Then
        assertThat(calls).containsPattern("(?s)Failure.*Success.*Success");
    }

    @Test
    @Tag("long")
    void callsOfARangeOfTimeAreListed() {
        // Given
        deploy("one");
        spawnThree();
        // When, Then: the range of the client ends at its last full second, so the calls are in it a second later.
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(modal.run("function", "calls", app + "/divide", "--since", "10m", "--json")
                                        .succeeded()
                                        .output())
                                .contains("\"success\""));
    }

    @Test
    void theStatisticsOfAFunctionCountItsCalls() {
        // Given
        deploy("one");
        spawnThree();
        // When
        String statistics =
                modal.run("function", "stats", app + "/divide").succeeded().output();
        // Then
        assertThat(statistics).contains("2 succeeded").contains("1 failed").contains("Execution time (s)");
    }

    @Test
    void theStatisticsOfAnAppCountTheCallsOfItsFunctions() {
        // Given
        deploy("one");
        spawnThree();
        // When
        String statistics = modal.run("app", "stats", app).succeeded().output();
        // Then
        assertThat(statistics).containsPattern("divide +3 +33.3%").contains("1 deployment");
    }

    // Logs and containers ------------------------------------------------------------------------------------------

    @Test
    void theLinesOfAContainerThatHasEndedAreShown() {
        // Given
        deploy("one");
        spawnThree();
        String calls = modal.run("function", "calls", app + "/divide", "--json")
                .succeeded()
                .output();
        Matcher id = CONTAINER.matcher(calls);
        assertThat(id.find()).isTrue();
        modal.run("container", "stop", id.group(), "--yes").succeeded();
        await().atMost(PATIENCE)
                .until(() -> !modal.run("container", "list").output().contains(id.group()));
        // When
        String lines =
                modal.run("container", "logs", id.group(), "--all").succeeded().output();
        // Then
        assertThat(lines).contains("dividing 1").contains("dividing 4");
    }

    @Test
    @Tag("long")
    void theLinesOfAFunctionAreShown() {
        // Given
        deploy("one");
        spawnThree();
        // When
        String lines =
                modal.run("function", "logs", app + "/divide").succeeded().output();
        // Then
        assertThat(lines).contains("dividing 4");
    }

    @Test
    @Tag("long")
    void aCommandInAContainerIsRefused() {
        // Given
        deploy("one");
        // When
        ModalCli.Result result = modal.run("container", "exec", container(), "ls");
        // Then
        assertThat(result.output()).contains("Commands in a running container are not supported by Web Endpoints");
    }

    @Test
    @Tag("long")
    void metricsAreRefused() {
        // Given
        deploy("one");
        // When
        ModalCli.Result result = modal.run("function", "metrics", app + "/divide");
        // Then
        assertThat(result.output()).contains("Metrics of functions are not supported by Web Endpoints");
    }
}
