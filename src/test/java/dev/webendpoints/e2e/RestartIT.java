package dev.webendpoints.e2e;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that was killed with SIGKILL, and the one that is started in its place. */
@Tag("long")
class RestartIT {

    private static final Duration WORKERS_END_WITHIN = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static String token;
    private static String listBefore;
    private static List<ProcessHandle> leftBehind;

    @BeforeAll
    static void killAServerThatServes() throws Exception {
        server = SharedServer.get();
        ModalCli modal = ModalCli.of(ModalCli.NEWEST, server);
        modal.deploy(TestApps.answering(folder, "survivor", "still here")).succeeded();
        server.get("e2e--survivor-web", "/");
        token = modal.run("workspace", "proxy-tokens", "create", "--name", "kept")
                .succeeded()
                .output();
        assertThat(label("e2e--survivor-web", "kept-label")).isEqualTo(204);
        listBefore = list();
        List<ProcessHandle> workers = workers();
        assertThat(workers).isNotEmpty();
        server.kill();
        leftBehind = stillAlive(workers);
        server = SharedServer.killAndStartAgain();
    }

    @Test
    void everyEndpointIsAsBefore() {
        assertThat(list()).isEqualTo(listBefore);
    }

    @Test
    void urlsAnswerAgain() {
        assertThat(server.get("e2e--kept-label", "/").body()).isEqualTo("still here");
    }

    @Test
    void aMovedEndpointStaysMoved() {
        assertThat(server.get("e2e--survivor-web", "/").statusCode()).isEqualTo(404);
    }

    @Test
    void proxyTokensAreKept() {
        String id = token.replaceAll("(?s).*(wk-[A-Za-z0-9]+).*", "$1");
        HttpResponse<String> tokens = server.send(server.api("/v1/proxy-tokens").build());
        assertThat(tokens.body()).contains(id);
    }

    @Test
    void noWorkerIsLeftBehind() {
        assertThat(leftBehind).isEmpty();
    }

    /** Before another server starts, which would clear leftovers away. */
    private static List<ProcessHandle> stillAlive(List<ProcessHandle> workers) throws Exception {
        try {
            CompletableFuture.allOf(workers.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(WORKERS_END_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException someDidNot) {
            // The list below says which.
        }
        return workers.stream().filter(ProcessHandle::isAlive).toList();
    }

    private static int label(String host, String label) {
        String id = list().replaceAll("(?s).*\"endpoint_id\":\"([^\"]+)\"(?:(?!endpoint_id).)*" + host + ".*", "$1");
        return server.send(server.api("/v1/web-endpoints/" + id + "/labels")
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"label\": \"" + label + "\"}"))
                        .build())
                .statusCode();
    }

    private static String list() {
        return server.send(server.api("/v1/web-endpoints?limit=1000").build()).body();
    }

    /** Processes that run the worker's sources below this server's data directory. */
    private static List<ProcessHandle> workers() {
        String sources = server.dataDir().resolve("packages").toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(sources))
                .toList();
    }
}
