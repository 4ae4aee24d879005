package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.worker.process.run.OrphanedProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** Attacks of a worker's code on the machine; fresh workers (0 zygotes) and forked ones. */
class HostileWorkersTest extends WorkerFixture {

    /** Finds the paths that a process may write to by opening them, since permissions alone do not decide that. */
    private static final String WRITABLE =
            "[p for d, _, fs in os.walk('/proc/sys') for p in [os.path.join(d, f) for f in fs]"
                    + " if (lambda: (lambda fd: fd >= 0 and (os.close(fd) or True))(__import__('ctypes').CDLL(None).open("
                    + "p.encode(), os.O_WRONLY)))()]";

    /** Forks children that stay, at most 500; prints their number and the error that stopped it. */
    private static final String FORKING = String.join(
            "\\n",
            "import json, os, time",
            "made, why = 0, None",
            "while made < 500:",
            "    try:",
            "        child = os.fork()",
            "    except OSError as error:",
            "        why = type(error).__name__",
            "        break",
            "    if not child:",
            "        os.closerange(0, 3)",
            "        time.sleep(30)",
            "        os._exit(0)",
            "    made += 1",
            "print(json.dumps([made, why]), flush=True)",
            "os._exit(0)");

    private static final String BOMB = bomb("sys.executable");
    private static final String BOMB_IN_A_NAMESPACE = bomb("'unshare', '-U', sys.executable");

    private static String bomb(String program) {
        return "json.loads(subprocess.run([" + program + ", '-c', '" + FORKING + "'], stdout=-1).stdout)";
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void noSettingOfTheKernelIsWritable(int zygotes) {
        RecordedEvents worker = start(zygotes);

        JsonNode writable = WorkerHarness.ask(worker.address(), WRITABLE);

        assertThat(writable).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void theKernelsSettingsAreMountedReadOnly(int zygotes) {
        RecordedEvents worker = start(zygotes);

        JsonNode options = WorkerHarness.ask(
                worker.address(),
                "{n: [l.split()[5].split(',')[0] for l in open('/proc/self/mountinfo') if l.split()[4] == '/proc/' + n]"
                        + "[-1:] for n in ('sys', 'sysrq-trigger', 'irq', 'bus', 'fs') if os.path.exists('/proc/' + n)}");

        assertThat(options.properties())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.getValue().path(0).asText())
                        .as(entry.getKey())
                        .isEqualTo("ro"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void whatTellsOfTheMachineIsEmpty(int zygotes) {
        RecordedEvents worker = start(zygotes);

        JsonNode told = WorkerHarness.ask(
                worker.address(),
                "[n for n in ('acpi', 'kcore', 'keys', 'timer_list', 'scsi', 'asound') if os.path.exists('/proc/' + n)"
                        + " and (os.listdir('/proc/' + n) if os.path.isdir('/proc/' + n)"
                        + " else os.stat('/proc/' + n).st_rdev != os.makedev(1, 3))]");

        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aForkBombEndsAtTheLimitOfProcesses(int zygotes) {
        server = small(zygotes);
        RecordedEvents worker = server.start(Map.of());

        JsonNode forked = WorkerHarness.ask(worker.address(), BOMB);

        assertThat(forked.path(0).asInt()).isBetween(40, 63);
        assertThat(forked.path(1).asText()).isEqualTo("BlockingIOError");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aForkBombInANamespaceOfItsOwnEndsThereToo(int zygotes) {
        server = small(zygotes);
        RecordedEvents worker = server.start(Map.of());

        JsonNode forked = WorkerHarness.ask(worker.address(), BOMB_IN_A_NAMESPACE);

        assertThat(forked.path(0).asInt()).isBetween(40, 63);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aForkBombLeavesTheProcessesOfOtherWorkers(int zygotes) {
        server = small(zygotes);
        WorkerHarness.ask(server.start(Map.of()).address(), BOMB);

        RecordedEvents other = server.start(WorkerHarness.id(2), Map.of());

        assertThat(WorkerHarness.ask(other.address(), "subprocess.run(['true']).returncode")
                        .asInt())
                .isZero();
    }

    /** Niceness; nice(2) returns -1 if it may not be lowered. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aWorkerGivesWayToTheServerForGood(int zygotes) {
        RecordedEvents worker = start(zygotes);

        JsonNode niceness = WorkerHarness.ask(
                worker.address(), "[os.nice(0), __import__('ctypes').CDLL(None).nice(-5), os.nice(0)]");

        assertThat(niceness).extracting(JsonNode::asInt).containsExactly(5, -1, 5);
    }

    private WorkerHarness small(int zygotes) {
        return WorkerHarness.confined(data, zygotes, Map.of("webendpoints.workers.max-processes", "64"));
    }

    /** The host's root, as seen from outside; inside, the worker is root either way. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void noProcessIsTheHostsRoot(int zygotes) throws IOException {
        RecordedEvents worker = start(zygotes);
        worker.address();

        List<Integer> owners = OrphanedProcesses.of(WorkerHarness.WORKER).stream()
                .map(process -> owner(process.pid()))
                .toList();

        assertThat(owners).isNotEmpty().doesNotContain(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void theWorkerIsRootToItself(int zygotes) {
        RecordedEvents worker = start(zygotes);

        JsonNode ids = WorkerHarness.ask(worker.address(), "[os.getuid(), os.getgid(), os.geteuid()]");

        assertThat(ids).extracting(JsonNode::asInt).containsExactly(0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void theWorkerWritesToItsOwnFiles(int zygotes) {
        RecordedEvents worker = start(zygotes);

        JsonNode written = WorkerHarness.ask(
                worker.address(),
                "[open(p, 'w').write('x') for p in ('/root/new', '/root/app.py', '/tmp/new', '/var/tmp/new')]");

        assertThat(written).extracting(JsonNode::asInt).containsExactly(1, 1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aVariableReachesNoProgramOutsideOfTheSandbox(int zygotes) {
        server = open(zygotes);
        RecordedEvents worker =
                server.start(Map.of("PATH", "/root/bin", "BASH_ENV", "/root/x", "LD_PRELOAD", "/root/y"));

        JsonNode value = WorkerHarness.ask(worker.address(), "[os.environ[n] for n in ('PATH', 'BASH_ENV')]");

        assertThat(value).extracting(JsonNode::asText).containsExactly("/root/bin", "/root/x");
    }

    private RecordedEvents start(int zygotes) {
        server = open(zygotes);
        return server.start(Map.of());
    }

    private WorkerHarness open(int zygotes) {
        return WorkerHarness.confined(data, zygotes);
    }

    private static int owner(long pid) {
        try {
            return (int) Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid");
        } catch (IOException e) {
            return -1;
        }
    }
}
