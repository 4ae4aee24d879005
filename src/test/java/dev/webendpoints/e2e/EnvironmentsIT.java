package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Environments beside the default one, with the client's command line. */
class EnvironmentsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ENVIRONMENT = "other-env";

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static ModalCli modal;
    private static Path file;

    @BeforeAll
    static void deploy() {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
        file = TestApps.written(folder, "env_app", """
                import modal

                app = modal.App("env-app")


                @app.function()
                def square(x: int):
                    return x * x


                @app.function()
                def remember(key: str, value: str):
                    modal.Dict.from_name("memory", create_if_missing=True)[key] = value
                    return modal.Function.from_name("env-app", "square").remote(len(value))


                @app.function()
                @modal.asgi_app()
                def web():
                    async def application(scope, receive, send):
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": b"here"})

                    return application


                @app.local_entrypoint()
                def main():
                    print("squares:", list(square.map([1, 2, 3])))
                """);
        cli("environment", "create", ENVIRONMENT);
        cli("deploy", "--env", ENVIRONMENT, file.toString());
    }

    private static String cli(String... arguments) {
        return modal.run(arguments).succeeded().output();
    }

    @Test
    void anAppAnswersBelowTheSuffixOfItsEnvironment() {
        assertThat(server.get("e2e-other-env--env-app-web", "/").body()).isEqualTo("here");
    }

    @Test
    void modalRunRunsInAnEnvironment() {
        assertThat(cli("run", "--env", ENVIRONMENT, file.toString())).contains("squares: [1, 4, 9]");
    }

    @Test
    void aFunctionIsCalledInItsEnvironmentAndKeepsItsStateThere() {
        // When
        String result = modal.with("MODAL_ENVIRONMENT", ENVIRONMENT)
                .python(
                        "-c",
                        "import modal; print(modal.Function.from_name('env-app', 'remember').remote('key', 'value'))")
                .succeeded()
                .output();

        // Then
        assertThat(result.strip() + " "
                        + cli("dict", "get", "--env", ENVIRONMENT, "memory", "key")
                                .strip())
                .isEqualTo("25 value");
    }

    @Test
    void aFunctionIsNotFoundInAnotherEnvironment() {
        assertThat(modal.python("-c", "import modal; modal.Function.from_name('env-app', 'square').remote(1)")
                        .output())
                .contains("NotFoundError");
    }

    @Test
    void volumesQueuesAndSecretsAreOfTheirEnvironment() {
        // When
        cli("volume", "create", "--env", ENVIRONMENT, "env-volume");
        cli("queue", "create", "--env", ENVIRONMENT, "env-queue");
        cli("secret", "create", "--env", ENVIRONMENT, "env-secret", "KEY=value");

        // Then
        assertThat(cli("volume", "list", "--env", ENVIRONMENT)
                        + cli("queue", "list", "--env", ENVIRONMENT)
                        + cli("secret", "list", "--env", ENVIRONMENT))
                .contains("env-volume", "env-queue", "env-secret");
        assertThat(cli("volume", "list") + cli("queue", "list") + cli("secret", "list"))
                .doesNotContain("env-volume", "env-queue", "env-secret");
    }

    @Test
    void aRenamedEnvironmentKeepsItsUrlsAndItsWorkersTheirCalls() {
        // Given
        cli("environment", "create", "before");
        cli("deploy", "--env", "before", file.toString());
        assertThat(server.get("e2e-before--env-app-web", "/").body()).isEqualTo("here");

        // When
        cli("environment", "update", "before", "--set-name", "after");

        // Then
        assertThat(server.get("e2e-before--env-app-web", "/").body()).isEqualTo("here");
        assertThat(modal.with("MODAL_ENVIRONMENT", "after")
                        .python(
                                "-c",
                                "import modal;"
                                        + " print(modal.Function.from_name('env-app', 'remember').remote('k', 'abc'))")
                        .succeeded()
                        .output()
                        .strip())
                .isEqualTo("9");
        cli("environment", "delete", "--yes", "after");
    }

    @Test
    void aNewSuffixMovesTheUrls() {
        // Given
        cli("environment", "create", "suffixed");
        cli("deploy", "--env", "suffixed", file.toString());

        // When
        cli("environment", "update", "suffixed", "--set-web-suffix", "moved");

        // Then
        assertThat(server.get("e2e-moved--env-app-web", "/").body()).isEqualTo("here");
        assertThat(server.get("e2e-suffixed--env-app-web", "/").statusCode()).isEqualTo(404);
        cli("environment", "delete", "--yes", "suffixed");
    }

    @Test
    void aDeletedEnvironmentServesNothing() {
        // Given
        cli("environment", "create", "doomed");
        cli("deploy", "--env", "doomed", file.toString());

        // When
        cli("environment", "delete", "--yes", "doomed");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                server.get("e2e-doomed--env-app-web", "/").statusCode())
                        .isEqualTo(404));
        assertThat(cli("environment", "list")).doesNotContain("doomed");
    }

    @Test
    void theDefaultEnvironmentIsNotDeleted() {
        assertThat(modal.run("environment", "delete", "--yes", "main").output())
                .contains("The environment 'main' is the default one of this workspace and cannot be deleted");
    }

    @Test
    void anInvalidNameIsToldTheRule() {
        assertThat(modal.run("environment", "create", "en-vironment").output()).contains("cannot start with 'en-'");
    }
}
