package dev.webendpoints.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Calls and what happens to their app and to the server meanwhile. */
class InvocationLifeIT extends AppFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Deploys a function that waits, and one that returns the version. */
    private Path deploy(String version) {
        Path file = TestApps.written(folder, app, """
                import time

                import modal

                app = modal.App("%s")


                @app.function()
                def wait(seconds: float):
                    print("waiting in version %s", flush=True)
                    time.sleep(seconds)
                    return "waited"


                @app.function()
                def version():
                    return "%s"


                @app.local_entrypoint()
                def main(seconds: float = 0):
                    print("local:", wait.remote(seconds), version.remote())
                """.formatted(app, version, version));
        modal.deploy(file).succeeded();
        return file;
    }

    /** Evaluates an expression with {@code function(name)} in a program of the client. */
    private String evaluate(String expression) {
        return modal.python("-c", """
                        import modal

                        def function(name):
                            return modal.Function.from_name("%s", name)

                        def call(id):
                            return modal.FunctionCall.from_id(id)

                        try:
                            print(%s)
                        except Exception as error:
                            print(f"{type(error).__name__}: {error}")
                        """.formatted(app, expression))
                .succeeded()
                .output()
                .strip();
    }

    private String spawned(double seconds) {
        String id = evaluate("function('wait').spawn(" + seconds + ").object_id");
        await().atMost(PATIENCE)
                .until(() ->
                        modal.run("app", "logs", app, "--tail", "5").output().contains("waiting in version"));
        return id;
    }

    /** Returns how often the function has begun to wait. */
    private long starts() {
        return modal.run("app", "logs", app)
                .output()
                .lines()
                .filter(line -> line.contains("waiting in version"))
                .count();
    }

    private String result(String callId) {
        return evaluate("call('" + callId + "').get(timeout=60)");
    }

    @Test
    void aRedeployChangesTheNextCall() {
        // Given
        deploy("one");
        evaluate("function('version').remote()");
        // When
        deploy("two");
        // Then
        assertThat(evaluate("function('version').remote()")).isEqualTo("two");
    }

    @Test
    @Tag("long")
    void aRunningCallSurvivesARedeploy() {
        // Given
        deploy("one");
        String call = spawned(3);
        // When
        deploy("two");
        // Then
        assertThat(result(call)).isEqualTo("waited");
    }

    @Test
    void theCallsOfAStoppedAppAreTerminated() {
        // Given
        deploy("one");
        String call = spawned(600);
        // When
        modal.run("app", "stop", "--yes", app).succeeded();
        // Then
        assertThat(result(call)).isEqualTo("RemoteError: The app of the function was stopped.");
    }

    @Test
    void aFunctionThatCannotStartFailsItsCalls() {
        // Given
        Path file = TestApps.written(folder, app, """
                import modal

                app = modal.App("%s")
                if not modal.is_local():
                    raise ValueError("no luck")


                @app.function()
                def version():
                    return "one"
                """.formatted(app));
        modal.deploy(file).succeeded();
        // When
        String result = evaluate("function('version').remote()");
        // Then
        assertThat(result).startsWith("RemoteError: ").contains("ValueError: no luck");
    }

    @Test
    void modalRunCallsFunctionsAndShowsWhatTheyPrint() {
        // Given
        Path file = deploy("one");
        // When
        String output = modal.run("run", file + "::main", "--seconds", "0.1")
                .succeeded()
                .output();
        // Then
        assertThat(output).contains("waiting in version one").contains("local: waited one");
    }

    @Test
    @Tag("long")
    void modalRunCallsOneFunction() {
        // Given
        Path file = deploy("one");
        // When
        String output =
                modal.run("run", file + "::wait", "--seconds", "0").succeeded().output();
        // Then
        assertThat(output).contains("waiting in version one");
    }

    @Test
    @Tag("long")
    void theCallsOfAnInterruptedRunEnd() throws Exception {
        // Given
        Path file = deploy("one");
        Path output = folder.resolve("run.out");
        Process run = modal.start(output, "-m", "modal", "run", file + "::main", "--seconds", "600");
        await().atMost(PATIENCE).until(() -> Files.readString(output).contains("waiting in version"));
        // When
        new ProcessBuilder("kill", "-INT", Long.toString(run.pid())).start().waitFor();
        // Then
        assertThat(run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE)
                .until(() -> !modal.run("container", "list").output().contains(app));
    }

    @Test
    @Tag("long")
    void theCallOfADetachedRunOutlivesItsKilledClient() throws Exception {
        // Given
        Path file = TestApps.written(folder, app, """
                import time

                import modal

                app = modal.App("%s")
                ends = modal.Dict.from_name("%s", create_if_missing=True)


                @app.function()
                def work():
                    print("begun", flush=True)
                    time.sleep(5)
                    ends["work"] = "ended"
                """.formatted(app, app));
        Path output = folder.resolve("run.out");
        Process run = modal.start(output, "-m", "modal", "run", "--detach", file + "::work");
        await().atMost(PATIENCE).until(() -> Files.readString(output).contains("begun"));
        // When
        run.destroyForcibly().waitFor();
        // Then
        await().atMost(PATIENCE)
                .until(() -> modal.run("dict", "get", app, "work").output().contains("ended"));
    }

    @Test
    @Tag("long")
    void theCallsOfAKilledServerRunAgain() {
        // Given
        deploy("one");
        String call = spawned(8);
        // When
        server = SharedServer.killAndStartAgain();
        modal = ModalCli.of(ModalCli.NEWEST, server);
        // Then
        assertThat(result(call)).isEqualTo("waited");
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    @Tag("long")
    void theCallsOfAStoppedServerRunAgain() {
        // Given
        deploy("one");
        String call = spawned(8);
        // When
        server = SharedServer.restart(Map.of());
        modal = ModalCli.of(ModalCli.NEWEST, server);
        // Then
        assertThat(result(call)).isEqualTo("waited");
        assertThat(starts()).isEqualTo(2);
    }
}
