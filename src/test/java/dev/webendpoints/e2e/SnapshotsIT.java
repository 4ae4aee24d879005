package dev.webendpoints.e2e;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Memory snapshots: what the hook has opened, written and printed. */
class SnapshotsIT extends AppFixture {

    private void deploy(String hook, String answer) {
        Path file = TestApps.written(folder, app, """
                import os
                import socket
                import tempfile

                import modal

                app = modal.App("%s")


                def began():
                    return int(open("/proc/self/stat").read().split()[21])


                @app.cls(enable_memory_snapshot=True)
                class Model:
                    @modal.enter(snap=True)
                    def load(self):
                        print("the hook has run")
                        %s

                    @modal.asgi_app()
                    def web(self):
                        async def application(scope, receive, send):
                            if scope["type"] != "http":
                                return
                            await send({"type": "http.response.start", "status": 200, "headers": []})
                            await send({"type": "http.response.body", "body": str(%s).encode()})

                        return application
                """.formatted(app, hook, answer));
        modal.deploy(file).succeeded();
    }

    private String answer() {
        return server.get("e2e--" + app + "-model-web", "/").body();
    }

    private String logs() {
        return modal.run("app", "logs", app).output();
    }

    @Test
    void aWorkerHasTheFilesOfTheSnapshot() {
        // Given
        deploy(
                "open('/root/in-root', 'w').write('a'); open('/tmp/in-tmp', 'w').write('b'); "
                        + "self.file = tempfile.TemporaryFile(); self.file.write(b'c'); self.file.flush(); "
                        + "self.began = began()",
                "[open('/root/in-root').read(), open('/tmp/in-tmp').read(), self.file.seek(0), self.file.read(), "
                        + "self.began < began()]");
        // When
        String answer = answer();
        // Then
        assertThat(answer).isEqualTo("['a', 'b', 0, b'c', True]");
        assertThat(logs()).doesNotContain("no memory snapshot");
    }

    @Test
    void whatTheHookPrintsIsInTheLogs() {
        // Given
        deploy("pass", "''");
        // When
        answer();
        // Then
        await().untilAsserted(() -> assertThat(logs()).containsOnlyOnce("the hook has run"));
    }

    @Test
    void theLogsSayWhyThereIsNoSnapshot() {
        // Given
        deploy("self.server = socket.create_server(('127.0.0.1', 0))", "self.server.fileno() > 0");
        // When
        String answer = answer();
        // Then
        assertThat(answer).isEqualTo("True");
        await().untilAsserted(() -> assertThat(logs())
                .contains("no memory snapshot, each worker runs the snapshot hooks itself: ")
                .contains("it has open a socket (descriptor "));
    }
}
