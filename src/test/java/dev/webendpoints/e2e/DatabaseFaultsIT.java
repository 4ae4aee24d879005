package dev.webendpoints.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.modal.generated.AppListRequest;
import dev.webendpoints.modal.generated.ModalClientGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** The embedded database killed, hung and back, under a server that serves. */
@Tag("long")
class DatabaseFaultsIT {

    private static final String URL = "e2e--faults-web";

    /** A call that waits for a hung database is answered within 5 s; more for a machine that is busy. */
    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private LiveServer server;
    private List<ProcessHandle> stopped = List.of();

    @BeforeEach
    void serve() throws Exception {
        server = SharedServer.get();
        if (server.get(URL, "/").statusCode() != 200) {
            ModalCli.of(ModalCli.NEWEST, server)
                    .deploy(TestApps.answering(folder, "faults", "warm"))
                    .succeeded();
            assertThat(server.get(URL, "/").body()).isEqualTo("warm");
        }
    }

    @AfterEach
    void goOn() {
        signal("-CONT", stopped);
        await().atMost(Duration.ofSeconds(60)).until(() -> statusOf("/q/health/ready") == 200);
    }

    @Test
    void aKilledDatabaseIsStartedAgain() throws Exception {
        long logged = lines();
        ProcessHandle postmaster = postmaster();

        postmaster.destroyForcibly();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> !postmaster.isAlive() && isListed() && statusOf("/q/health/live") == 200);
        assertThat(lines() - logged).isLessThan(100);
    }

    @Test
    void aHungDatabaseIsAnsweredWith503() throws Exception {
        hang();

        HttpResponse<String> listed = server.send(endpoints());

        assertThat(listed.statusCode()).isEqualTo(503);
        assertThat(listed.body()).contains("cannot reach its database now");
    }

    @Test
    void theModalClientIsToldThatAHungDatabaseIsUnavailable() throws Exception {
        hang();

        StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, this::listApps);

        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refusal.getStatus().getDescription()).contains("cannot reach its database now");
    }

    private void listApps() {
        Metadata headers = new Metadata();
        Map.of("x-modal-token-id", LiveServer.TOKEN_ID, "x-modal-token-secret", LiveServer.TOKEN_SECRET)
                .forEach((name, value) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        ManagedChannel channel = server.grpc();
        try {
            ModalClientGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .withDeadlineAfter(BOUND.toSeconds(), TimeUnit.SECONDS)
                    .appList(AppListRequest.getDefaultInstance());
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void aWarmUrlDoesNotNeedTheDatabase() throws Exception {
        hang();
        await().atMost(BOUND).until(() -> statusOf("/q/health/ready") == 503);

        assertThat(server.get(URL, "/").body()).isEqualTo("warm");
        assertThat(statusOf("/q/health/group/gateway")).isEqualTo(200);
        assertThat(statusOf("/q/health/live")).isEqualTo(200);
    }

    @Test
    void aColdUrlIsRefusedWhileTheDatabaseHangs() throws Exception {
        ModalCli.of(ModalCli.NEWEST, server)
                .deploy(TestApps.answering(folder, "faults-cold", "cold"))
                .succeeded();
        hang();

        HttpResponse<String> refused = server.get("e2e--faults-cold-web", "/");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("the server could not read the function's definition");
    }

    @Test
    void anOutageIsLoggedOnceAndWhenItEnds() throws Exception {
        long logged = lines();
        hang();
        await().atMost(BOUND).until(() -> statusOf("/q/health/ready") == 503);
        for (int i = 0; i < 50; i++) {
            server.send(endpoints());
        }
        signal("-CONT", stopped);
        await().atMost(Duration.ofSeconds(30)).until(this::isListed);

        List<String> since = server.log().lines().skip(logged).toList();
        assertThat(since)
                .filteredOn(line -> line.contains("Database unavailable, serving"))
                .hasSize(1);
        assertThat(since)
                .filteredOn(line -> line.contains("Database available again"))
                .hasSize(1);
        assertThat(since).hasSizeLessThan(50);
    }

    private void hang() throws IOException {
        ProcessHandle postmaster = postmaster();
        stopped = Stream.concat(postmaster.descendants(), Stream.of(postmaster)).toList();
        signal("-STOP", stopped);
    }

    private ProcessHandle postmaster() throws IOException {
        Path file = server.dataDir().resolve("postgres/cluster/postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).trim()))
                .orElseThrow();
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        for (ProcessHandle process : processes) {
            try {
                new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private HttpRequest endpoints() {
        return server.api("/v1/web-endpoints").timeout(BOUND).build();
    }

    private boolean isListed() {
        return server.send(endpoints()).statusCode() == 200;
    }

    private int statusOf(String path) {
        return server.send(HttpRequest.newBuilder(URI.create(server.controlUrl() + path))
                        .timeout(BOUND)
                        .build())
                .statusCode();
    }

    private long lines() {
        return server.log().lines().count();
    }
}
