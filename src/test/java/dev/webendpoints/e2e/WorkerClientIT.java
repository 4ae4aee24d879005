package dev.webendpoints.e2e;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What Modal's client does when deployed code calls it. */
class WorkerClientIT {

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void deploy() {
        server = SharedServer.get();
        Path app = TestApps.written(folder, "worker-client", """
                import modal

                app = modal.App("worker-client")
                volume = modal.Volume.from_name("worker-client-data", create_if_missing=True)
                image = modal.Image.debian_slim().pip_install("fastapi")


                @app.function(image=image, volumes={"/data": volume})
                @modal.fastapi_endpoint()
                def web(what: str):
                    if what == "own":
                        return web.get_web_url()
                    if what == "method":
                        return Model().info.get_web_url()
                    if what == "commit":
                        volume.commit()
                        return "committed"
                    try:
                        return square.remote(2)
                    except modal.exception.Error as error:
                        return str(error)


                @app.function()
                def square(x):
                    return x * x


                @app.cls(image=image)
                class Model:
                    @modal.fastapi_endpoint()
                    def info(self):
                        return "info"
                """);
        ModalCli.of(ModalCli.NEWEST, server).deploy(app).succeeded();
    }

    @Test
    void theFunctionsOwnUrlIsTheOneThatTheDeployPrinted() {
        assertThat(answer("own")).isEqualTo("http://" + server.host("e2e--worker-client-web"));
    }

    @Test
    void theUrlOfAMethodIsTheOneThatTheDeployPrinted() {
        assertThat(answer("method")).isEqualTo("http://" + server.host("e2e--worker-client-model-info"));
    }

    @Test
    void aMountedVolumeIsCommitted() {
        assertThat(answer("commit")).isEqualTo("committed");
    }

    @Test
    void aCallOfAFunctionIsRefusedInTheWordsOfThisProduct() {
        assertThat(answer("remote"))
                .isEqualTo("Web Endpoints does not support Function.remote() in a worker yet; see docs/limits.md");
    }

    private static String answer(String what) {
        String body = server.get("e2e--worker-client-web", "/?what=" + what).body();
        return body.replaceAll("^\"|\"$", "");
    }
}
