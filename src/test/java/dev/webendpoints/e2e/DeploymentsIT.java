package dev.webendpoints.e2e;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What deploying, redeploying, looking up and stopping do, and what a deploy that fails does not. */
class DeploymentsIT extends AppFixture {

    @Test
    void aRedeployServesTheNewAnswer() {
        // Given
        deploy("one");
        // When
        deploy("two");
        // Then: the old worker serves until the new one is ready.
        await().untilAsserted(() -> assertThat(answer()).isEqualTo("two"));
    }

    @Test
    void aRedeployOfTheSameIsSkipped() {
        // Given
        deploy("one");
        // When
        String output = deploy("one").output();
        // Then
        assertThat(output).contains("Deployment skipped");
    }

    @Test
    void aFunctionTellsItsUrl() {
        // Given
        deploy("one");
        // When
        String url = modal.python(
                        "-c", "import modal; print(modal.Function.from_name('" + app + "', 'web').get_web_url())")
                .succeeded()
                .output();
        // Then
        assertThat(url.strip()).isEqualTo("http://" + server.host(host()));
    }

    @Test
    void aStoppedAppIsNotFound() {
        // Given
        deploy("one");
        answer();
        // When
        modal.run("app", "stop", app, "--yes").succeeded();
        // Then
        assertThat(server.get(host(), "/").statusCode()).isEqualTo(404);
    }

    @Test
    void theListOfAppsHasTheDeployedOne() {
        // Given
        deploy("one");
        // When
        String apps = modal.run("app", "list", "--json").succeeded().output();
        // Then
        assertThat(apps).contains(app);
    }

    @Test
    void theHistoryHasEveryVersion() {
        // Given
        deploy("one");
        deploy("two");
        // When
        String history = modal.run("app", "history", app, "--json").succeeded().output();
        // Then
        assertThat(history).contains("v1").contains("v2");
    }

    @Test
    void aDeployWhoseImageFailsChangesNothing() {
        // Given
        deploy("one");
        Path broken = TestApps.written(folder, app, """
                import modal

                app = modal.App("%s")
                image = modal.Image.debian_slim().pip_install("this-package-does-not-exist-anywhere==1.2.3")


                @app.function(image=image)
                @modal.fastapi_endpoint()
                def web():
                    return "broken"
                """.formatted(app));
        // When
        ModalCli.Result result = modal.deploy(broken);
        // Then
        assertThat(result.exitCode()).isNotZero();
        assertThat(answer()).isEqualTo("one");
    }

    @Test
    void aDeployWhoseClientIsKilledChangesNothing() throws Exception {
        // Given
        deploy("one");
        Path slow = TestApps.written(folder, app, """
                import modal

                app = modal.App("%s")
                image = modal.Image.debian_slim().pip_install("numpy", "pandas", "scipy")


                @app.function(image=image)
                @modal.fastapi_endpoint()
                def web():
                    return "never"
                """.formatted(app));
        Path output = folder.resolve("output");
        Process client = modal.start(output, "-m", "modal", "deploy", slow.toString());
        await().until(() -> java.nio.file.Files.readString(output).contains("Resolved") || !client.isAlive());
        // When
        client.destroyForcibly().waitFor();
        // Then
        assertThat(answer()).isEqualTo("one");
    }

    @Test
    void aFunctionThatCannotStartSaysWhy() {
        // Given
        Path failing = TestApps.written(folder, app, """
                import modal

                app = modal.App("%s")


                @app.function()
                @modal.asgi_app()
                def web():
                    print("looking for the model")
                    raise RuntimeError("the model is not there")
                """.formatted(app));
        modal.deploy(failing).succeeded();
        // When
        HttpResponse<String> refusal = server.get(host(), "/");
        // Then
        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.body()).contains("the model is not there").contains("looking for the model");
    }

    @Test
    void aLabelSetThroughTheApiMovesTheUrlAtOnce() {
        // Given
        deploy("one");
        String id = endpointId();
        // When
        HttpResponse<String> set = label(id, "moved-" + app);
        // Then
        assertThat(set.statusCode()).isEqualTo(204);
        assertThat(server.get("e2e--moved-" + app, "/").body()).isEqualTo("one");
    }

    @Test
    void anUnknownHostIsNotFound() {
        assertThat(server.get("e2e--nobody-home", "/").body()).isEqualTo("modal-http: invalid function call");
    }

    private ModalCli.Result deploy(String answer) {
        return modal.deploy(TestApps.answering(folder, app, answer)).succeeded();
    }

    private String host() {
        return "e2e--" + app + "-web";
    }

    private String answer() {
        return server.get(host(), "/").body();
    }

    private String endpointId() {
        String list =
                server.send(server.api("/v1/web-endpoints?limit=1000").build()).body();
        return java.util.Arrays.stream(list.split("\\{"))
                .filter(endpoint -> endpoint.contains(host() + "."))
                .map(endpoint -> endpoint.replaceAll("(?s).*\"endpoint_id\":\"([^\"]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> label(String id, String label) {
        return server.send(server.api("/v1/web-endpoints/" + id + "/labels")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"label\": \"" + label + "\"}"))
                .build());
    }
}
