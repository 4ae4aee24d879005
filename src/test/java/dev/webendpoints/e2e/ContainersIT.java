package dev.webendpoints.e2e;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Workers as the client's containers: listed, stopped, and replaced at once by the strategy "recreate". */
@Tag("long")
class ContainersIT extends AppFixture {

    private static final Pattern ID = Pattern.compile("ta-[0-9A-Za-z]+");

    @Test
    void aRequestThatTheOldVersionHasNotAnsweredIsRunAgainByTheNewOne() {
        // Given
        deploy("one", 600);
        CompletableFuture<HttpResponse<String>> waiting = ask("GET");
        // When
        deploy("two", 0, "--strategy", "recreate");
        // Then
        assertThat(waiting.join().body()).isEqualTo("two");
    }

    @Test
    void aPostThatTheOldVersionHasNotAnsweredIsNotRunTwice() {
        // Given
        deploy("one", 600);
        CompletableFuture<HttpResponse<String>> waiting = ask("POST");
        // When
        deploy("two", 0, "--strategy", "recreate");
        // Then
        assertThat(waiting.join().statusCode()).isEqualTo(502);
        assertThat(asked()).isEqualTo("0");
    }

    @Test
    void whatRecreateHasReplacedIsNotListed() {
        // Given
        deploy("one", 600);
        ask("GET");
        String old = container();
        // When
        deploy("two", 0, "--strategy", "recreate");
        // Then
        assertThat(list()).doesNotContain(old);
    }

    @Test
    void aRunningContainerIsListedWithItsApp() {
        // Given
        deploy("one", 0);
        // When
        asked();
        // Then
        assertThat(list()).contains(app);
    }

    @Test
    void aContainerThatIsStoppedLetsGoOfItsRequest() {
        // Given
        deploy("one", 600);
        CompletableFuture<HttpResponse<String>> waiting = ask("POST");
        // When
        modal.run("container", "stop", container(), "--yes").succeeded();
        // Then
        assertThat(waiting.join().statusCode()).isEqualTo(502);
    }

    @Test
    void aContainerThatIsStoppedGracefullyFinishesItsRequest() {
        // Given
        deploy("one", 3);
        CompletableFuture<HttpResponse<String>> waiting = ask("POST");
        // When
        modal.run("container", "stop", container(), "--graceful", "--yes").succeeded();
        // Then
        assertThat(waiting.join().body()).isEqualTo("one");
    }

    @Test
    void theLinesOfAContainerAreShown() {
        // Given
        deploy("one", 0);
        asked();
        // When
        String lines = modal.run("container", "logs", container()).succeeded().output();
        // Then
        assertThat(lines).contains("the worker of one begins");
    }

    @Test
    void whoFollowsAContainerSeesItsLinesUntilItEnds() throws Exception {
        // Given
        deploy("one", 0);
        asked();
        String id = container();
        try (RunningCli follow = RunningCli.start(modal, folder, "container", "logs", id, "-f")) {
            follow.awaitOutput("the worker of one begins");
            // When
            modal.run("container", "stop", id, "--yes").succeeded();
            // Then
            follow.awaitEnd();
        }
    }

    @Test
    void aContainerThatNeverWasCannotBeStopped() {
        assertThat(modal.run("container", "stop", "ta-0nowhere", "--yes").output())
                .contains("No container ta-0nowhere runs in this workspace or has run in it lately.");
    }

    private void deploy(String answer, int seconds, String... options) {
        Path file = TestApps.written(folder, app, """
                import asyncio

                import modal

                app = modal.App("%s")


                @app.function(timeout=900)
                @modal.concurrent(max_inputs=10)
                @modal.asgi_app()
                def web():
                    print("the worker of %s begins")
                    asked = []

                    async def application(scope, receive, send):
                        answer = str(len(asked))
                        if scope["path"] == "/wait":
                            asked.append(1)
                            await asyncio.sleep(%d)
                            answer = "%s"
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": answer.encode()})

                    return application
                """.formatted(app, answer, seconds, answer));
        String[] arguments = new String[options.length + 2];
        arguments[0] = "deploy";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = file.toString();
        modal.run(arguments).succeeded();
    }

    /** Returns when the function has the request. */
    private CompletableFuture<HttpResponse<String>> ask(String method) {
        HttpRequest request = server.to(host(), "/wait")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> server.send(request));
        await().until(() -> asked().equals("1"));
        return answer;
    }

    private String asked() {
        return server.get(host(), "/asked").body();
    }

    private String host() {
        return "e2e--" + app + "-web";
    }

    private String list() {
        return modal.run("container", "list", "--json").succeeded().output();
    }

    /** The one of this test's app. */
    private String container() {
        return Arrays.stream(list().split("[{}]"))
                .filter(row -> row.contains(app))
                .map(ID::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElseThrow();
    }
}
