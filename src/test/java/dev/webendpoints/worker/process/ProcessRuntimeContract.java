package dev.webendpoints.worker.process;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.logs.LogFilter;
import dev.webendpoints.logs.LogLine;
import dev.webendpoints.logs.LogStream;
import dev.webendpoints.worker.process.run.OrphanedProcesses;
import dev.webendpoints.worker.process.run.ReachablePaths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The contract of a worker's process under any confinement, tested with real processes and real sockets. */
abstract class ProcessRuntimeContract {

    static final Duration GRACE = Duration.ofSeconds(10);

    @TempDir
    Path data;

    WorkerHarness server;

    /** Returns the configured sandbox mode. */
    abstract String sandbox();

    /** Returns the maximum number of zygotes. */
    int zygotes() {
        return 0;
    }

    @BeforeEach
    void open() {
        server = new WorkerHarness(data, sandbox(), zygotes());
    }

    @AfterEach
    void close() {
        server.close();
        assertThat(OrphanedProcesses.of(WorkerHarness.WORKER)).isEmpty();
        assertThat(server.data.resolve("run"))
                .satisfiesAnyOf(
                        run -> assertThat(run).doesNotExist(),
                        run -> assertThat(run).isEmptyDirectory());
    }

    @Test
    void aReadyWorkerAnswersOnItsSocket() {
        RecordedEvents worker = server.start(Map.of());

        JsonNode answer = WorkerHarness.ask(worker.address(), "6 * 7");

        assertThat(answer.asInt()).isEqualTo(42);
    }

    /** A worker that cannot be forked starts as a fresh process, which no other test notices. */
    @Test
    void aWorkerIsForkedWhereThereMayBeZygotes() {
        RecordedEvents worker = server.start(Map.of());

        boolean forked = WorkerHarness.ask(worker.address(), "'webendpoints_worker.zygote' in sys.modules")
                .asBoolean();

        assertThat(forked).isEqualTo(zygotes() > 0);
    }

    @Test
    void theWorkerHasNothingOfTheServersEnvironment() {
        RecordedEvents worker = server.start(Map.of("SECRET", "s3"));

        JsonNode names = WorkerHarness.ask(worker.address(), "sorted(set(os.environ) - {'PWD'})");

        assertThat(names)
                .extracting(JsonNode::asText)
                .containsExactly(
                        "FROM_IMAGE",
                        "HOME",
                        "LANG",
                        "MODAL_CLOUD_PROVIDER",
                        "MODAL_CONFIG_PATH",
                        "MODAL_ENVIRONMENT",
                        "MODAL_IMAGE_ID",
                        "MODAL_IS_REMOTE",
                        "MODAL_REGION",
                        "MODAL_SERVER_URL",
                        "MODAL_TASK_ID",
                        "PATH",
                        "PYTHONUNBUFFERED",
                        "SECRET",
                        "TMPDIR",
                        "WEBENDPOINTS_WORKER",
                        "WORKER_SOURCES");
    }

    @Test
    void theWorkersVariablesSayWhereItRuns() {
        RecordedEvents worker = server.start(Map.of("MODAL_TASK_ID", "ta-of-another"));

        JsonNode values = WorkerHarness.ask(
                worker.address(), "[os.environ['MODAL_' + name] for name in ('TASK_ID', 'IS_REMOTE', 'ENVIRONMENT')]");

        assertThat(values).extracting(JsonNode::asText).containsExactly(WorkerHarness.WORKER, "1", "main");
    }

    @Test
    void theUsersModuleLiesInTheWorkingDirectory() {
        RecordedEvents worker = server.start(Map.of());

        JsonNode content = WorkerHarness.ask(worker.address(), "open('app.py').read()");

        assertThat(content.asText()).isEqualTo("app = 1");
    }

    @Test
    void serializedCodeIsWhereTheSpecSays() {
        RecordedEvents worker = server.start(Map.of());

        JsonNode bytes = WorkerHarness.ask(worker.address(), "list(open(spec['serialized_function'], 'rb').read())");

        assertThat(bytes).extracting(JsonNode::asInt).containsExactly(1, 2, 3);
    }

    @Test
    void theRunDirectoryIsNobodyElses() throws IOException {
        server.start(Map.of()).address();

        var permissions = Files.getPosixFilePermissions(server.data.resolve("run"));
        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rwx------");
    }

    @Test
    void aVolumeKeepsWhatAWorkerWrites() {
        RecordedEvents worker = server.start(Map.of(), new VolumeMount("vo-1", "/root/state", false));

        WorkerHarness.ask(
                worker.address(), "open('/root/state/x' if os.getcwd() == '/root' else 'state/x', 'w').write('kept')");

        assertThat(data.resolve("volumes/vo-1/x")).hasContent("kept");
    }

    @Test
    void aWorkerThatIsToldToStopSaysGoodbye() {
        RecordedEvents worker = server.start(Map.of());
        worker.address();

        worker.handle.stop(GRACE);

        assertThat(RecordedEvents.await(worker.exited)).isEqualTo("it exited with status 0");
        assertThat(worker.handle.lastLines()).endsWith("goodbye");
    }

    @Test
    void nothingIsLeftOfAStoppedWorker() throws IOException {
        RecordedEvents worker = server.start(Map.of("MODE", "orphan"));
        worker.address();

        worker.handle.stop(GRACE);

        RecordedEvents.await(worker.exited);
        assertThat(OrphanedProcesses.of(WorkerHarness.WORKER)).isEmpty();
        assertThat(directoriesOf(WorkerHarness.WORKER)).isEmpty();
    }

    @Test
    void aWorkerThatDoesNotListenIsKilledAfterItsGrace() {
        RecordedEvents worker = server.start(Map.of("MODE", "deaf"));
        worker.address();

        worker.handle.stop(Duration.ofMillis(100));

        assertThat(RecordedEvents.await(worker.exited)).isEqualTo("it exited with status 137");
    }

    @Test
    void aWorkerStoppedWhileItStartsIsToldAsExited() {
        RecordedEvents worker = server.start(Map.of());

        worker.handle.stop(Duration.ZERO);

        assertThat(RecordedEvents.await(worker.exited)).isNotEmpty();
    }

    @Test
    void aFailedStartHasTheWorkersReasonAndItsLastLines() {
        RecordedEvents worker = server.start(Map.of("MODE", "fail"));

        RecordedEvents.Failure failure = RecordedEvents.await(worker.failed);

        assertThat(failure.reason()).isEqualTo("no module named 'missing'");
        assertThat(failure.lastLines())
                .contains("hello from stdout", "hello from stderr")
                .doesNotContain("Traceback", "  the last frame");
    }

    @Test
    void theTracebackOfAFailedStartIsToldWhereThatIsWanted() {
        server.close();
        server = new WorkerHarness(data, WorkerHarness.config(sandbox(), zygotes(), true), WorkerHarness.FILES, null);
        RecordedEvents worker = server.start(Map.of("MODE", "fail"));

        RecordedEvents.Failure failure = RecordedEvents.await(worker.failed);

        assertThat(failure.lastLines()).contains("Traceback", "  the last frame");
    }

    @Test
    void aWorkerThatDiesWithoutAWordIsToldWithItsStatus() {
        RecordedEvents worker = server.start(Map.of("MODE", "crash"));

        RecordedEvents.Failure failure = RecordedEvents.await(worker.failed);

        assertThat(failure.reason()).isEqualTo("the worker exited with status 3 before it was ready");
    }

    @Test
    void aReadyWorkerThatDiesIsToldAsExited() {
        RecordedEvents worker = server.start(Map.of());
        worker.address();

        OrphanedProcesses.kill(WorkerHarness.WORKER);

        assertThat(RecordedEvents.await(worker.exited))
                .isEqualTo("it exited with status 137 (killed, as when the machine runs out of memory)");
    }

    @Test
    void aReadyWorkerThatDiesIsToldAsLeaving() {
        RecordedEvents worker = server.start(Map.of());
        worker.address();

        OrphanedProcesses.kill(WorkerHarness.WORKER);

        assertThat(worker.leaving).succeedsWithin(GRACE);
    }

    @Test
    void aWorkerWhoseProgramEndedLeavesBeforeItExits() {
        RecordedEvents worker = server.start(Map.of("MODE", "ended"));

        assertThat(worker.leaving).succeedsWithin(GRACE);
        assertThat(worker.exited).isNotDone();
    }

    @Test
    void aWorkerThatDoesNotSayWhereItServesIsKilledWithThatReason() {
        RecordedEvents worker = server.start(Map.of("MODE", "astray"));

        RecordedEvents.Failure failure = RecordedEvents.await(worker.failed);

        assertThat(failure.reason()).isEqualTo("the worker did not say where it serves: the method has no port 80");
    }

    @Test
    void whatAWorkerPrintsIsKeptWithItsStream() {
        server.start(Map.of()).address();

        await().until(() -> printed(WorkerHarness.WORKER).size() == 2);
        assertThat(printed(WorkerHarness.WORKER))
                .extracting(LogLine::stream)
                .containsExactlyInAnyOrder(LogStream.STDOUT, LogStream.STDERR);
    }

    @Test
    void whatAWorkerPrintsHasThePathsOfAContainer() {
        SocketAddress address = server.start(Map.of()).address();

        WorkerHarness.ask(address, "print(os.path.join(spec['root'], 'app.py'), flush=True)");

        await().until(() -> printed(WorkerHarness.WORKER).size() == 3);
        assertThat(printed(WorkerHarness.WORKER)).extracting(LogLine::text).contains("/root/app.py");
    }

    @Test
    void anAppIsNotQuietWhileItsWorkerRuns() {
        RecordedEvents worker = server.start(Map.of());
        worker.address();
        boolean before = server.logs.isQuiet("ap-1");
        worker.handle.stop(Duration.ofSeconds(5));
        RecordedEvents.await(worker.exited);

        assertThat(List.of(before, server.logs.isQuiet("ap-1"))).containsExactly(false, true);
    }

    @Test
    void aFailedStartIsInTheLogsAsTheServersWord() {
        server.preparationFailure = new IllegalStateException("the image has no Python 3.9");

        RecordedEvents.await(server.start(Map.of()).failed);

        assertThat(printed(WorkerHarness.WORKER))
                .filteredOn(line -> line.stream() == LogStream.SYSTEM)
                .extracting(LogLine::text)
                .containsExactly(
                        "the image has no Python 3.9",
                        "worker failed to start: the function's files or its image could not be prepared");
    }

    private List<LogLine> printed(String workerId) {
        LogFilter ofWorker = new LogFilter(true, "fu-1", workerId, null, "", 0, Long.MAX_VALUE);
        return server.logs.newest("ap-1", ofWorker, 10).lines();
    }

    @Test
    void filesThatCannotBePreparedAreAFailedStart() {
        server.preparationFailure = new IllegalStateException("the image has no Python 3.9");

        RecordedEvents.Failure failure = RecordedEvents.await(server.start(Map.of()).failed);

        assertThat(failure)
                .isEqualTo(new RecordedEvents.Failure(
                        "the function's files or its image could not be prepared",
                        List.of("the image has no Python 3.9")));
    }

    @Test
    void aVolumeIsNeverMountedOutsideTheWorkersFiles() {
        RecordedEvents worker = server.start(Map.of(), new VolumeMount("vo-1", "/root/../../../../out", false));

        assertThat(RecordedEvents.await(worker.failed).reason()).isEqualTo("the worker's process could not be started");
        assertThat(data.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/root/../etc/x", "root/x", "/root/./x"})
    void aPathThatDoesNotSayWhereItLeadsIsToldAtDeploy(String path) {
        assertThat(server.runtime
                        .reachablePaths()
                        .firstUnreachable(List.of("/root/x", path), List.of())
                        .map(ReachablePaths.Unreachable::path))
                .contains(path);
    }

    @Test
    void aLongDataDirectoryStillHasSockets() {
        server.close();
        server = new WorkerHarness(data.resolve("a-directory-with-a-long-name".repeat(4)), sandbox(), zygotes());
        RecordedEvents worker = server.start(Map.of());

        JsonNode answer = WorkerHarness.ask(worker.address(), "1 + 1");

        assertThat(answer.asInt()).isEqualTo(2);
    }

    @Test
    void theNextServerClearsAwayWhatAKilledOneLeft() throws IOException {
        Path left = Files.createDirectories(
                data.resolve("run").resolve(WorkerHarness.id(0)).resolve("io"));
        ProcessBuilder sleep = new ProcessBuilder("sleep", "600");
        sleep.environment().put(OrphanedProcesses.MARKER, WorkerHarness.id(0));
        Process process = sleep.start();

        new WorkerHarness(data, sandbox(), zygotes()).close();

        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(left).doesNotExist();
    }

    @Test
    void noWorkerOutlivesAServerThatIsKilled() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Dtest.fork=" + WorkerHarness.FORK,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerToKill.class.getName(),
                        data.resolve("other").toString(),
                        sandbox(),
                        Integer.toString(zygotes()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        other.getInputStream().read();
        assertThat(OrphanedProcesses.of(ServerToKill.WORKER)).isNotEmpty();

        other.destroyForcibly().waitFor();

        await().until(() -> OrphanedProcesses.of(ServerToKill.WORKER).isEmpty());
    }

    final List<Path> directoriesOf(String workerId) throws IOException {
        try (Stream<Path> all = Files.find(data.resolve("run"), 3, (path, attributes) -> path.endsWith(workerId))) {
            return all.toList();
        }
    }
}
