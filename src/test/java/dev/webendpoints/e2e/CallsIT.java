package dev.webendpoints.e2e;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A call ends when its application returns, not with the last byte of its response. */
class CallsIT extends AppFixture {

    /** Deploys an application that goes on for so many seconds after its response. */
    private void deploy(String version, double seconds) {
        Path file = TestApps.written(folder, app, """
                import asyncio

                import modal

                app = modal.App("%s")
                events = []


                @app.function(max_containers=1)
                @modal.asgi_app()
                def web():
                    async def application(scope, receive, send):
                        if scope["type"] != "http":
                            return
                        events.append("begin")
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": " ".join(events).encode()})
                        await asyncio.sleep(%s)
                        events.append("end")
                        print("%s has ended", flush=True)

                    return application
                """.formatted(app, seconds, version));
        modal.deploy(file).succeeded();
    }

    private String answer() {
        return server.get("e2e--" + app + "-web", "/").body();
    }

    @Test
    void theNextRequestWaitsForTheCodeThatGoesOn() {
        // Given
        deploy("one", 0.5);
        answer();
        // When
        String second = answer();
        // Then
        assertThat(second).isEqualTo("begin end begin");
    }

    /** Longer than a worker that has to stop gives its requests. */
    @Test
    void aRedeployLetsTheCodeThatGoesOnReturn() {
        // Given
        deploy("one", 4);
        answer();
        // When
        deploy("two", 0);
        // Then
        await().untilAsserted(
                        () -> assertThat(modal.run("app", "logs", app).output()).contains("one has ended"));
    }
}
