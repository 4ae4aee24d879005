package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.cgroup.CgroupMode;
import dev.webendpoints.cgroup.Cgroups;
import dev.webendpoints.worker.FunctionVersion.Limits;
import dev.webendpoints.worker.process.run.OrphanedProcesses;
import dev.webendpoints.worker.process.run.RunDirectories;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits of a worker that the kernel's control groups enforce. */
@Tag("cgroup")
class LimitedWorkersTest {

    private static final long MIB = 1 << 20;
    private static final Limits MEMORY = new Limits(160 * MIB, 0);
    private static final Limits HALF_A_PROCESSOR = new Limits(0, 500);

    /** Touches a number of MiB and keeps them. */
    private static final String EATER =
            "subprocess.Popen([sys.executable, '-c', 'x = b\"x\" * (%d << 20); import time; time.sleep(600)']) and 1";

    /** Computes for one second. */
    private static final String BUSY =
            "(lambda end: sum(1 for _ in iter(lambda: time.time() < end, False)))(time.time() + 1)";

    @TempDir
    Path data;

    WorkerHarness server;

    int zygotes() {
        return 0;
    }

    @BeforeEach
    void open() {
        server = new WorkerHarness(
                data,
                WorkerHarness.config(Map.of(
                        "webendpoints.workers.sandbox", "required",
                        "webendpoints.workers.cgroup", "required",
                        "webendpoints.workers.zygotes", Integer.toString(zygotes()))),
                WorkerHarness.FILES,
                null);
    }

    @AfterEach
    void close() {
        server.close();
        assertThat(group()).doesNotExist();
    }

    @Test
    void aWorkerWhoseProcessesNeedTooMuchMemoryTogetherIsKilled() {
        server.limits = MEMORY;
        RecordedEvents worker = server.start(Map.of());

        WorkerHarness.ask(worker.address(), EATER.formatted(100));
        WorkerHarness.ask(worker.address(), EATER.formatted(100));

        assertThat(RecordedEvents.await(worker.exited))
                .isEqualTo("the container ran out of memory (limit 160 MiB), and was killed");
        assertThat(OrphanedProcesses.of(WorkerHarness.WORKER)).isEmpty();
    }

    /** Memory that is reserved but never touched does not count, unlike with a limit of each process. */
    @Test
    void noProcessHasALimitOfItsOwnBeside() {
        server.limits = new Limits(MEMORY.memory(), HALF_A_PROCESSOR.milliCpu());
        RecordedEvents worker = server.start(Map.of());

        var left = WorkerHarness.ask(worker.address(), "[spec['memory_limit'], spec['processors']]");

        assertThat(left.toString()).isEqualTo("[0,0]");
    }

    @Test
    void aWorkerWaitsWhenItHasUsedItsShareOfTheProcessors() throws IOException {
        server.limits = HALF_A_PROCESSOR;
        RecordedEvents worker = server.start(Map.of());

        WorkerHarness.ask(worker.address(), BUSY);

        assertThat(valueOf("cpu.stat", "nr_throttled")).isPositive();
    }

    @Test
    void everyProcessOfAWorkerIsInItsGroup() throws IOException {
        server.limits = MEMORY;
        RecordedEvents worker = server.start(Map.of());
        WorkerHarness.ask(worker.address(), EATER.formatted(1));

        List<Long> members = Files.readAllLines(group().resolve("cgroup.procs")).stream()
                .map(Long::valueOf)
                .toList();

        assertThat(members)
                .containsAll(OrphanedProcesses.of(WorkerHarness.WORKER).stream()
                        .map(ProcessHandle::pid)
                        .toList())
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void nothingOfTheGroupIsLeftAfterTheWorker() {
        server.limits = MEMORY;
        RecordedEvents worker = server.start(Map.of());
        worker.address();
        assertThat(group()).exists();

        worker.handle.stop(Duration.ofSeconds(10));

        RecordedEvents.await(worker.exited);
        assertThat(group()).doesNotExist();
    }

    @Test
    void aWorkerWithoutLimitsHasNoGroup() {
        RecordedEvents worker = server.start(Map.of());

        worker.address();

        assertThat(group()).doesNotExist();
    }

    @Test
    void aGroupThatAKilledServerLeftIsRemoved() throws IOException {
        Path other = data.resolve("other");
        new RunDirectories(other.resolve("run")).create(WorkerHarness.WORKER);
        Files.createDirectory(group());

        new WorkerHarness(
                        other, WorkerHarness.config(Map.of("webendpoints.workers.cgroup", "required")), Map.of(), null)
                .close();

        assertThat(group()).doesNotExist();
    }

    @Test
    void aDelegatedGroupIsUsedWithoutBeingAskedFor() {
        server.close();
        server = new WorkerHarness(data, WorkerHarness.config(Map.of()), WorkerHarness.FILES, null);
        server.limits = MEMORY;

        server.start(Map.of()).address();

        assertThat(group()).exists();
    }

    Path group() {
        return root().resolve(WorkerHarness.WORKER);
    }

    static Path root() {
        return Cgroups.open(CgroupMode.REQUIRED).root();
    }

    private long valueOf(String file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(group().resolve(file))) {
            return lines.filter(line -> line.startsWith(name + " "))
                    .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
