package dev.webendpoints.e2e;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A server that was killed with SIGKILL, and the one that is started in its place. */
class RestartIT {

    private static final Duration WORKERS_END_WITHIN = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static String token;
    private static String listBefore;
    private static boolean workersEnded;

    @BeforeAll
    static void killAServerThatServes() {
        server = SharedServer.get();
        ModalCli modal = ModalCli.of(ModalCli.NEWEST, server);
        modal.deploy(Apps.answering(folder, "survivor", "still here")).succeeded();
        server.get("e2e--survivor-web", "/");
        token = modal.run("workspace", "proxy-tokens", "create", "--name", "kept")
                .succeeded()
                .output();
        listBefore = list();
        List<ProcessHandle> workers = workers();
        assertThat(workers).isNotEmpty();
        server.kill();
        await().atMost(WORKERS_END_WITHIN).until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
        workersEnded = true;
        server = SharedServer.killAndStartAgain();
    }

    @Test
    void everyEndpointIsAsBefore() {
        assertThat(list()).isEqualTo(listBefore);
    }

    @Test
    void urlsAnswerAgain() {
        assertThat(server.get("e2e--survivor-web", "/").body()).isEqualTo("still here");
    }

    @Test
    void proxyTokensAreKept() {
        String id = token.replaceAll("(?s).*(wk-[A-Za-z0-9]+).*", "$1");
        HttpResponse<String> tokens = server.send(server.api("/v1/proxy-tokens").build());
        assertThat(tokens.body()).contains(id);
    }

    @Test
    void noWorkerIsLeftBehind() {
        assertThat(workersEnded).isTrue();
    }

    private static String list() {
        return server.send(server.api("/v1/web-endpoints?limit=1000").build()).body();
    }

    /** Processes that were started with a worker's specification below this server's run directory. */
    private static List<ProcessHandle> workers() {
        String runs = server.dataDir().resolve("run").toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(runs))
                .toList();
    }
}
