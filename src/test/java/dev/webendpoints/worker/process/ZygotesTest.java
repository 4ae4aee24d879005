package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.function.StartMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Selection, number and failure of zygotes, tested with real, unconfined processes. */
class ZygotesTest {

    private static final int LIMIT = 2;

    @TempDir
    Path data;

    private WorkerHarness server;

    @BeforeEach
    void open() {
        server = new WorkerHarness(data, "off", LIMIT);
    }

    @AfterEach
    void close() {
        server.close();
        assertThat(data.resolve("run"))
                .satisfiesAnyOf(
                        run -> assertThat(run).doesNotExist(),
                        run -> assertThat(run).isEmptyDirectory());
    }

    @Test
    void twoWorkersOfOneImageHaveOneParent() {
        int first = parentOf(server.start(WorkerHarness.id(1), Map.of()));

        int second = parentOf(server.start(WorkerHarness.id(2), Map.of()));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void aMemorySnapshotIsAnotherOneWhenASecretHasChanged() {
        server.start = StartMode.SNAPSHOT;
        int before = parentOf(server.start(WorkerHarness.id(1), Map.of("KEY", "one")));

        int after = parentOf(server.start(WorkerHarness.id(2), Map.of("KEY", "two")));

        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void aFunctionThatWantsItHasAProcessOfItsOwn() throws IOException {
        server.start = StartMode.FRESH;

        server.start(WorkerHarness.id(1), Map.of()).address();

        assertThat(zygotes()).isEmpty();
    }

    @Test
    void aVariableThatPythonReadsAtItsStartIsObeyed() {
        RecordedEvents worker = server.start(WorkerHarness.id(1), Map.of("PYTHONDEVMODE", "1"));

        assertThat(WorkerHarness.ask(worker.address(), "sys.flags.dev_mode").asBoolean())
                .isTrue();
    }

    @Test
    void aFileWithTheNameOfAnImportedPackageWins() throws IOException {
        server.close();
        server = new WorkerHarness(data, "off", LIMIT, Map.of("/root/colorsys.py", "own = True"), null);

        RecordedEvents worker = server.start(WorkerHarness.id(1), Map.of());

        assertThat(isForked(worker)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "READ_AT_IMPORT,other,false",
        "FROM_IMAGE,other,false",
        "FROM_IMAGE,yes,true",
        "NOT_READ,other,true",
        "LC_ALL,POSIX,false",
        "LANG,C.UTF-8,true"
    })
    void onlyAWorkerThatReadsTheSameIsForked(String variable, String value, boolean forked) {
        RecordedEvents worker = server.start(WorkerHarness.id(1), Map.of(variable, value));

        assertThat(isForked(worker)).isEqualTo(forked);
    }

    @Test
    void aVersionCanBePreparedBeforeItsFirstWorker() throws IOException {
        server.prepare(Map.of());

        await().until(() -> zygotes().size() == 1);
    }

    @Test
    void anIdleZygoteMakesRoomForAnother() throws IOException {
        server.prepare(Map.of(), volume(1));
        server.prepare(Map.of(), volume(2));
        await().until(() -> zygotes().size() == LIMIT);
        List<Path> before = zygotes();

        server.start(WorkerHarness.id(1), Map.of(), volume(3)).address();

        await().until(() -> !zygotes().containsAll(before));
        await().until(() -> zygotes().size() == LIMIT);
    }

    @Test
    void noZygoteEndsForOneThatIsOnlyPrepared() throws IOException {
        server.prepare(Map.of(), volume(1));
        server.prepare(Map.of(), volume(2));
        await().until(() -> zygotes().size() == LIMIT);
        List<Path> before = zygotes();

        server.prepare(Map.of(), volume(3));

        parentOf(server.start(WorkerHarness.id(1), Map.of(), volume(1)));
        assertThat(zygotes()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void whenAllZygotesHaveWorkersTheNextStartsAfresh() throws IOException {
        server.start(WorkerHarness.id(1), Map.of(), volume(1)).address();
        server.start(WorkerHarness.id(2), Map.of(), volume(2)).address();

        server.start(WorkerHarness.id(3), Map.of(), volume(3)).address();

        assertThat(zygotes()).hasSize(LIMIT);
        assertThat(data.resolve("run").resolve(WorkerHarness.id(3))).isDirectory();
    }

    @Test
    void theWorkersOfAKilledZygoteAreToldAsExited() {
        RecordedEvents worker = server.start(WorkerHarness.id(1), Map.of());

        ProcessHandle.of(parentOf(worker)).orElseThrow().destroyForcibly();

        assertThat(RecordedEvents.await(worker.exited))
                .isEqualTo("it exited with status 137 (killed, as when the machine runs out of memory)");
    }

    @Test
    void afterAKilledZygoteComesAnother() {
        RecordedEvents worker = server.start(WorkerHarness.id(1), Map.of());
        int killed = parentOf(worker);
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        RecordedEvents.await(worker.exited);

        int next = parentOf(server.start(WorkerHarness.id(2), Map.of()));

        assertThat(next).isNotEqualTo(killed);
    }

    @Test
    void aWorkersSecretIsNotInItsZygote() throws IOException {
        int zygote = parentOf(server.start(WorkerHarness.id(1), Map.of("SECRET", "s3")));

        assertThat(Files.readString(Path.of("/proc/" + zygote + "/environ"))).doesNotContain("s3");
    }

    private static VolumeMount volume(int number) {
        return new VolumeMount("vo-" + number, "/root/state", false);
    }

    private static boolean isForked(RecordedEvents worker) {
        return WorkerHarness.ask(worker.address(), "'webendpoints_worker.zygote' in sys.modules")
                .asBoolean();
    }

    private static int parentOf(RecordedEvents worker) {
        return WorkerHarness.ask(worker.address(), "os.getppid()").asInt();
    }

    private List<Path> zygotes() throws IOException {
        Path runs = data.resolve("run");
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(runs)) {
            return each.filter(path -> path.getFileName().toString().startsWith("z-"))
                    .toList();
        }
    }
}
