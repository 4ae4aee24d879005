package dev.webendpoints.worker.process;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.worker.process.sandbox.SandboxRequirements;

import static org.assertj.core.api.Assertions.assertThat;

/** Workers that fill the disk; fresh (0 zygotes) and forked ones. Free space is always low, so it is measured often. */
@Tag("long")
class WorkerDiskTest extends WorkerFixture {

    private static final VolumeMount VOLUME = new VolumeMount("vo-1", "/data", false);
    private static final int MEGABYTE = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aWorkerWhoseFilesAreTooLargeIsEnded(int zygotes) {
        server = open(zygotes, Map.of("max-files-size", "4M"));
        RecordedEvents worker = server.start(Map.of());

        write(worker, "/tmp/large", 6);

        assertThat(RecordedEvents.await(worker.exited))
                .matches(
                        "its files have [56] MB, and a worker's may have 4 MB \\(webendpoints.workers.max-files-size\\)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aFileWithHolesCountsForWhatItHas(int zygotes) {
        server = open(zygotes, Map.of("max-files-size", "4M"));
        RecordedEvents worker = server.start(Map.of());
        WorkerHarness.ask(worker.address(), "os.truncate(os.open('/tmp/holes', os.O_CREAT | os.O_WRONLY), 1 << 40)");

        write(worker, "/tmp/large", 6);

        assertThat(RecordedEvents.await(worker.exited)).matches("its files have [56] MB, .*");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aWorkerWhoseVolumeIsFullIsEnded(int zygotes) {
        server = open(zygotes, Map.of("max-volume-size", "4M"));
        RecordedEvents worker = startWithVolume(WorkerHarness.id(1));

        write(worker, "/data/large", 6);

        assertThat(RecordedEvents.await(worker.exited))
                .matches("its volume at /data has [56] MB, and a volume may have 4 MB .*");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aWorkerThatHasTooManyFilesIsEnded(int zygotes) {
        server = open(zygotes, Map.of("max-files", "1000"));
        RecordedEvents worker = server.start(Map.of());

        touch(worker, "/tmp/", 1100);

        assertThat(RecordedEvents.await(worker.exited))
                .isEqualTo("it has more than 1000 files and directories, which is what a worker may have"
                        + " (webendpoints.workers.max-files)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aWorkerWhoseVolumeHasTooManyFilesIsEnded(int zygotes) {
        server = open(zygotes, Map.of("max-files", "1000"));
        RecordedEvents worker = startWithVolume(WorkerHarness.id(1));

        touch(worker, "/data/", 1100);

        assertThat(RecordedEvents.await(worker.exited))
                .isEqualTo(
                        "its volume at /data has more than 1000 files and directories, which is what a volume may have"
                                + " (webendpoints.workers.max-files); until it has less, it is mounted read-only");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aFullVolumeIsReadOnlyForTheNextWorker(int zygotes) {
        server = open(zygotes, Map.of("max-volume-size", "4M"));
        RecordedEvents first = startWithVolume(WorkerHarness.id(1));
        write(first, "/data/large", 6);
        RecordedEvents.await(first.exited);

        RecordedEvents second = startWithVolume(WorkerHarness.id(2));

        JsonNode flags = WorkerHarness.ask(
                second.address(), "[os.statvfs('/data').f_flag & os.ST_RDONLY, os.path.getsize('/data/large')]");
        assertThat(flags.path(0).asInt()).isEqualTo(1);
        assertThat(flags.path(1).asInt()).isGreaterThan(4 * MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void workersThatStartTogetherShareANewVolume(int zygotes) {
        server = open(zygotes, Map.of());

        List<RecordedEvents> workers = Stream.of(1, 2, 3, 4)
                .map(WorkerHarness::id)
                .map(this::startWithVolume)
                .toList();

        assertThat(workers)
                .allSatisfy(worker -> assertThat(WorkerHarness.ask(worker.address(), "os.access('/data', os.W_OK)")
                                .asBoolean())
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void theWorkerThatFillsTheDiskIsEnded(int zygotes) {
        server = open(zygotes, Map.of());
        RecordedEvents worker = server.start(Map.of());

        write(worker, "/tmp/large", 40);

        assertThat(RecordedEvents.await(worker.exited)).contains("(webendpoints.workers.min-free-disk)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aWorkerThatWritesNothingStays(int zygotes) {
        server = open(zygotes, Map.of());
        RecordedEvents idle = server.start(WorkerHarness.id(1), Map.of());
        idle.address();
        RecordedEvents filling = server.start(WorkerHarness.id(2), Map.of());

        write(filling, "/tmp/large", 40);
        RecordedEvents.await(filling.exited);

        assertThat(WorkerHarness.ask(idle.address(), "1").asInt()).isOne();
        assertThat(idle.exited).isNotDone();
    }

    private RecordedEvents startWithVolume(String id) {
        return server.start(id, Map.of(), VOLUME);
    }

    /** The worker may be killed before it has written everything or responded. */
    private static void write(RecordedEvents worker, String path, int megabytes) {
        ask(worker, "open('" + path + "', 'wb').write(bytes(" + megabytes + " << 20))");
    }

    private static void touch(RecordedEvents worker, String prefix, int files) {
        ask(worker, "[open('" + prefix + "' + str(i), 'w').close() for i in range(" + files + ")] and 1");
    }

    private static void ask(RecordedEvents worker, String expression) {
        try {
            WorkerHarness.ask(worker.address(), expression);
        } catch (UncheckedIOException ended) {
            worker.leaving.join();
        }
    }

    private WorkerHarness open(int zygotes, Map<String, String> settings) {
        SandboxRequirements.requireBubblewrap(data);
        Map<String, String> all = new HashMap<>(Map.of(
                "webendpoints.workers.sandbox", "required",
                "webendpoints.workers.min-free-disk", Long.toString(Long.MAX_VALUE),
                "webendpoints.workers.zygotes", Integer.toString(zygotes)));
        settings.forEach((name, value) -> all.put("webendpoints.workers." + name, value));
        return new WorkerHarness(data, WorkerHarness.config(all), WorkerHarness.FILES, null);
    }
}
