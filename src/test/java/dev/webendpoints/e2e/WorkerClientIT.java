package dev.webendpoints.e2e;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                import os
                import subprocess
                import sys

                import modal

                app = modal.App("worker-client")
                volume = modal.Volume.from_name("worker-client-data", create_if_missing=True)
                image = modal.Image.debian_slim().pip_install("fastapi")
                PROGRAM = "import modal; print(modal.Function.from_name('worker-client', 'square').hydrate().object_id)"


                @app.function(image=image, volumes={"/data": volume})
                @modal.fastapi_endpoint()
                def web(what: str):
                    return answer(what)


                @app.function(image=image)
                @modal.fastapi_endpoint()
                async def async_web():
                    return await square.remote.aio(3), (await modal.Function.from_name("worker-client", "square").hydrate.aio()).object_id


                @app.function(image=image, block_network=True)
                @modal.fastapi_endpoint()
                def closed(what: str):
                    return answer(what)


                @app.function(image=image, env={"PYTHONDONTWRITEBYTECODE": "1"})
                @modal.fastapi_endpoint()
                def fresh(what: str):
                    return answer(what)


                @app.function(image=image, enable_memory_snapshot=True)
                @modal.fastapi_endpoint()
                def snapshot(what: str):
                    return answer(what)


                def answer(what):
                    try:
                        return str(answers(what))
                    except modal.exception.Error as error:
                        return str(error)


                def answers(what):
                    if what == "own":
                        return web.get_web_url()
                    if what == "method":
                        return Model().info.get_web_url()
                    if what == "commit":
                        volume.commit()
                        return "committed"
                    if what == "id":
                        return square.object_id
                    if what == "remote":
                        return square.remote(2)
                    if what == "map":
                        return list(square.map(range(5)))
                    if what == "large":
                        return len(doubled.remote(b"x" * 3_000_000))
                    if what == "spawn":
                        return square.spawn(3).get()
                    if what == "lookup":
                        return modal.Function.from_name("worker-client", "square").hydrate().object_id
                    if what == "program":
                        return subprocess.check_output([sys.executable, "-c", PROGRAM]).decode().strip()
                    if what == "secret":
                        return modal.Secret.from_name("not-there").hydrate()
                    if what == "create":
                        return modal.Secret.from_dict({"A": "b"}).hydrate()
                    if what == "deploy":
                        return modal.App.lookup("another", create_if_missing=True)


                @app.function()
                def square(x):
                    return x * x


                @app.function()
                def doubled(data):
                    return data + data


                @app.cls(image=image)
                class Model:
                    @modal.fastapi_endpoint()
                    def info(self):
                        return "info"


                @app.cls(image=image, enable_memory_snapshot=True)
                class Snapped:
                    @modal.enter(snap=True)
                    def load(self):
                        self.loaded = square.remote(5)

                    @modal.fastapi_endpoint()
                    def web(self):
                        return self.loaded
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

    @ParameterizedTest
    @ValueSource(strings = {"web", "fresh", "snapshot", "closed"})
    void aFunctionIsLookedUpInEachKindOfWorker(String function) {
        assertThat(answer(function, "lookup")).startsWith("fu-").isEqualTo(answer("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "fresh", "snapshot", "closed"})
    void aFunctionIsCalledInEachKindOfWorker(String function) {
        assertThat(answer(function, "remote")).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "closed"})
    void argumentsAndResultsThatAreTooLargeForAMessageAreTransferred(String function) {
        assertThat(answer(function, "large")).isEqualTo("6000000");
    }

    @Test
    void aSnapshotHookThatCallsRunsInTheWorker() {
        assertThat(server.get("e2e--worker-client-snapped-web", "/").body()).isEqualTo("25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"map;[0, 1, 4, 9, 16]", "spawn;9"})
    void aFunctionIsCalledInOtherWays(String way, String value) {
        assertThat(answer(way)).isEqualTo(value);
    }

    @Test
    void aFunctionIsCalledAndLookedUpAsynchronously() {
        assertThat(server.get("e2e--worker-client-async-web", "/").body()).isEqualTo("[9,\"" + answer("id") + "\"]");
    }

    @Test
    void aProgramThatTheWorkerStartsLooksUpAFunction() {
        assertThat(answer("program")).isEqualTo(answer("id"));
    }

    @Test
    void whatIsNotThereIsReportedAsOutside() {
        assertThat(answer("secret")).contains("not-there");
    }

    @Test
    void aSecretIsNotCreatedInAWorker() {
        assertThat(answer("create"))
                .isEqualTo("The code of a worker is not allowed to do this: creating a secret."
                        + " Use the Modal client outside of it.");
    }

    @Test
    void anAppIsNotCreatedInAWorker() {
        assertThat(answer("deploy"))
                .contains("The code of a worker may not call AppGetOrCreate; use the Modal client outside of it.");
    }

    private static String answer(String what) {
        return answer("web", what);
    }

    private static String answer(String function, String what) {
        return plain(
                server.get("e2e--worker-client-" + function, "/?what=" + what).body());
    }

    private static String plain(String json) {
        return json.replaceAll("^\"|\"$", "");
    }
}
