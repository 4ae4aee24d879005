package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.sandbox.SubordinateIds;
import dev.webendpoints.worker.process.sandbox.SandboxRequirements;

import static org.assertj.core.api.Assertions.assertThat;

/** Files of which a worker has made other users the owners; fresh workers (0 zygotes) and forked ones. */
@Tag("long")
class GivenAwayFilesTest extends WorkerFixture {

    private static final VolumeMount VOLUME = new VolumeMount("vo-1", "/data", false);
    private static final int OWNER = 33;

    /** Creates a directory of another user with a number of megabytes, which only that user may open. */
    private static final String HIDING =
            "[os.makedirs('/tmp/a/b'), os.chmod('/tmp/a', 0o700), os.chown('/tmp/a', 34, 34),"
                    + " os.chmod('/tmp/a/b', 0o700), os.chown('/tmp/a/b', 33, 33),"
                    + " open('/tmp/a/b/x', 'wb').write(bytes(%d << 20)), os.chown('/tmp/a/b/x', 33, 33)]";

    /** A limit that free space is always below, so that usage is measured often. */
    private static final String FULL = Long.toString(Long.MAX_VALUE);

    /** The test's user may be unable to delete files whose owner a worker changed. */
    @Override
    @AfterEach
    void close() {
        super.close();
        SandboxRequirements.deleteVolumes(data);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void otherUsersOfAWorkerAreSubordinateIdsOfTheHost(int zygotes) throws IOException {
        RecordedEvents worker = start(zygotes);
        SubordinateIds ids = WorkerHarness.POLICY.user().subordinateIds().orElseThrow();

        WorkerHarness.ask(worker.address(), "[open('/data/x', 'w').close(), os.chown('/data/x', 33, 34)]");

        Path file = data.resolve("volumes/vo-1/x");
        assertThat(attribute(file, "uid")).isEqualTo(ids.firstUid() + OWNER - 1);
        assertThat(attribute(file, "gid")).isEqualTo(ids.firstGid() + 34 - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aVolumeThatWasGivenAwayStaysSoForTheNextWorker(int zygotes) {
        RecordedEvents first = start(zygotes);
        WorkerHarness.ask(
                first.address(),
                "[open('/data/x', 'w').write('text'), os.chmod('/data/x', 0), os.chown('/data/x', 33, 33),"
                        + " os.chmod('/data', 0o700), os.chown('/data', 33, 33)]");

        RecordedEvents second = server.start(WorkerHarness.id(2), Map.of(), VOLUME);

        assertThat(WorkerHarness.ask(
                                second.address(),
                                "[open('/data/x').read(), os.stat('/data/x').st_uid, os.stat('/data').st_uid]")
                        .toString())
                .isEqualTo("[\"text\",33,33]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void filesThatWereGivenAwayGoWithTheirWorker(int zygotes) {
        RecordedEvents worker = start(zygotes);
        hide(worker, 1);

        worker.handle.stop(Duration.ofSeconds(5));

        assertThat(worker.exited).succeedsWithin(Duration.ofSeconds(10));
        server.close();
        assertThat(data.resolve("run")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void filesThatWereGivenAwayCount(int zygotes) {
        SandboxRequirements.requireRange(data);
        server = WorkerHarness.confined(
                data,
                zygotes,
                Map.of("webendpoints.workers.max-files-size", "4M", "webendpoints.workers.min-free-disk", FULL));
        RecordedEvents worker = server.start(Map.of());

        hide(worker, 6);

        assertThat(RecordedEvents.await(worker.exited)).matches("its files have [456] MB, .*");
    }

    /** The worker may be killed before it responds. */
    private static void hide(RecordedEvents worker, int megabytes) {
        try {
            WorkerHarness.ask(worker.address(), HIDING.formatted(megabytes));
        } catch (UncheckedIOException ended) {
            worker.leaving.join();
        }
    }

    private RecordedEvents start(int zygotes) {
        SandboxRequirements.requireRange(data);
        server = WorkerHarness.confined(data, zygotes);
        return server.start(Map.of(), VOLUME);
    }

    private static long attribute(Path file, String name) throws IOException {
        return Integer.toUnsignedLong((int) Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS));
    }
}
