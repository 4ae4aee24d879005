package dev.webendpoints.e2e;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How many workers a function has, by its code and as set with the real client. */
@Tag("long")
class AutoscalerIT extends AppFixture {

    private static final Duration STARTED = Duration.ofSeconds(60);

    @Test
    void theMinimumIsThereWithNobodyCalling() {
        // When
        deploy("min_containers=2");
        // Then
        awaitReady(2);
    }

    @Test
    void theMinimumIsThereAgainAfterARestart() {
        // Given
        deploy("min_containers=1");
        awaitReady(1);
        // When
        server = SharedServer.restart(Map.of());
        // Then
        awaitReady(2);
    }

    @Test
    void theCommandLineShowsWhatHolds() {
        // Given
        deploy("min_containers=1, max_containers=4, scaledown_window=20");
        // When
        String settings = settings();
        // Then
        assertThat(settings)
                .isEqualTo("{\"current_settings\":{\"min_containers\":1,\"max_containers\":4,\"scaledown_window\":20,"
                        + "\"buffer_containers\":0},\"override_events\":[]}");
    }

    @Test
    void theCommandLineSetsAMinimumThatHoldsAtOnce() {
        // Given
        deploy("");
        // When
        String output = modal.run("function", "autoscaler", "update", app + "/web", "--min-containers", "2")
                .succeeded()
                .output();
        // Then
        assertThat(output).contains("Updated autoscaler settings for Function web");
        awaitReady(2);
    }

    @Test
    void theCommandLineShowsWhoSetIt() {
        // Given
        deploy("");
        modal.run("function", "autoscaler", "update", app + "/web", "--scaledown-window", "5")
                .succeeded();
        // When
        String settings = settings();
        // Then
        assertThat(settings)
                .contains("\"scaledown_window\":5")
                .contains("\"setting\":\"scaledown_window\"")
                .contains("\"actor_name\":\"" + LiveServer.TOKEN_ID + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.6.4", "1.5.5", "1.1.4"})
    void pythonSetsAMinimum(String version) {
        // Given
        app = "python-sets-" + version.replace('.', '-');
        deploy("");
        // When
        ModalCli.of(version, server)
                .python("-c", update("min_containers=1, buffer_containers=1"))
                .succeeded();
        // Then
        awaitReady(1);
        assertThat(settings()).contains("\"min_containers\":1").contains("\"buffer_containers\":1");
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        // Given
        deploy("max_containers=2");
        // When
        ModalCli.Result result = modal.python("-c", update("min_containers=3"));
        // Then
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("min_containers (3) may not be more than max_containers (2)");
    }

    @Test
    void theNextDeploymentEndsWhatWasSet() {
        // Given
        deploy("scaledown_window=20");
        modal.python("-c", update("scaledown_window=300")).succeeded();
        assertThat(settings()).contains("\"scaledown_window\":300");
        // When
        deploy("scaledown_window=20");
        // Then
        assertThat(settings()).contains("\"scaledown_window\":20").contains("\"override_events\":[]");
    }

    @Test
    void aSingleUseWorkerAnswersOnce() {
        // Given
        deploy("single_use_containers=True");
        // When
        String first = server.get(host(), "/").body();
        String second = server.get(host(), "/").body();
        // Then
        assertThat(second).isNotEqualTo(first);
    }

    private void deploy(String options) {
        modal.deploy(TestApps.written(folder, app, """
                import uuid

                import modal

                app = modal.App("%s")
                worker = uuid.uuid4().hex


                @app.function(%s)
                @modal.asgi_app()
                def web():
                    async def application(scope, receive, send):
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": worker.encode()})

                    return application
                """.formatted(app, options))).succeeded();
    }

    private String settings() {
        return modal.run("function", "autoscaler", "settings", app + "/web", "--json")
                .succeeded()
                .output()
                .replaceAll("\\s", "");
    }

    private String update(String settings) {
        return "import modal; modal.Function.from_name('" + app + "', 'web').update_autoscaler(" + settings + ")";
    }

    /** As many workers as that were ready at one time or another. */
    private void awaitReady(int workers) {
        String line = "Worker ready: function=" + functionId() + " ";
        await().atMost(STARTED)
                .until(() ->
                        server.log().lines().filter(each -> each.contains(line)).count() == workers);
    }

    private String functionId() {
        return modal.python(
                        "-c",
                        "import modal; f = modal.Function.from_name('" + app
                                + "', 'web'); f.hydrate(); print(f.object_id)")
                .succeeded()
                .output()
                .strip();
    }

    private String host() {
        return "e2e--" + app + "-web";
    }
}
