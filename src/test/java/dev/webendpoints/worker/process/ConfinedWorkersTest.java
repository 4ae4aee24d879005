package dev.webendpoints.worker.process;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.worker.process.run.ReachablePaths;
import dev.webendpoints.worker.process.sandbox.SandboxRequirements;

import static org.assertj.core.api.Assertions.assertThat;

class ConfinedWorkersTest extends ProcessRuntimeContract {

    @TempDir
    Path rootfs;

    @Override
    String sandbox() {
        return "required";
    }

    @Override
    @BeforeEach
    void open() {
        SandboxRequirements.requireBubblewrap(data);
        super.open();
    }

    @Test
    void everyFileIsAtTheAbsolutePathThatTheClientNamed() {
        Map<String, String> files = Map.of(
                "/root/app.py", "a",
                "/root/pkg/data.txt", "b",
                "/data/deep/x", "c",
                "/pkg/modal_version.py", "d",
                "/etc/app.conf", "e",
                "/tmp/t", "f",
                "/usr/src/app/main.py", "g",
                "/top", "h");
        RecordedEvents worker = startWith(files);

        JsonNode content =
                WorkerHarness.ask(worker.address(), "{n: open(n).read() for n in " + pythonList(files.keySet()) + "}");

        assertThat(content.properties())
                .extracting(file -> Map.entry(file.getKey(), file.getValue().asText()))
                .containsExactlyInAnyOrderElementsOf(files.entrySet());
    }

    @Test
    void aFileOfTheImageIsBesideThoseOfTheMounts() {
        WorkerHarness.write(rootfs.resolve("root/helper.py"), "helper");
        WorkerHarness.write(rootfs.resolve("root/app.py"), "older");
        WorkerHarness.write(rootfs.resolve("model/weights"), "weights");
        WorkerHarness.write(rootfs.resolve("etc/app.conf"), "settings");
        WorkerHarness.write(rootfs.resolve("usr/share/app/data"), "data");
        RecordedEvents worker = startWith(Map.of("/root/app.py", "a"));

        JsonNode content = WorkerHarness.ask(
                worker.address(),
                "[open(n).read() for n in ('/root/helper.py', '/root/app.py', '/model/weights', '/etc/app.conf',"
                        + " '/usr/share/app/data')]");

        assertThat(content).extracting(JsonNode::asText).containsExactly("helper", "a", "weights", "settings", "data");
    }

    @Test
    void anInterpreterAboveTheDataDirectoryDoesNotBringItInView() throws IOException {
        server.close();
        server = new WorkerHarness(data.resolve("server"), sandbox(), zygotes());
        server.readOnly.add(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        WorkerHarness.write(data.resolve("lib/x.py"), "x");
        WorkerHarness.write(data.resolve("server/postgres/secret"), "s");
        RecordedEvents worker = server.start(Map.of());

        JsonNode seen = WorkerHarness.ask(
                worker.address(), "[os.path.exists('" + data + "/' + n) for n in ('lib/x.py', 'server/postgres')]");

        assertThat(seen).extracting(JsonNode::asBoolean).containsExactly(true, false);
    }

    @Test
    void theSystemsProgramsWorkBesideAUsersFileAmongThem() {
        RecordedEvents worker = startWith(Map.of("/usr/local/bin/tool", "x"));

        JsonNode status =
                WorkerHarness.ask(worker.address(), "os.system('ls /usr/local/bin/tool /usr/lib >/dev/null')");

        assertThat(status.asInt()).isZero();
    }

    @Test
    void aLinkInPlaceOfASocketIsNotFollowed() {
        RecordedEvents worker = server.start(Map.of("MODE", "swapped"));

        RecordedEvents.Failure failure = RecordedEvents.await(worker.failed);

        assertThat(failure.reason())
                .isEqualTo("the worker did not say where it serves: what it reported is not a socket");
    }

    @Test
    void aSocketThatIsReplacedLaterIsStillReachedUnderItsSecondName() {
        RecordedEvents worker = server.start(Map.of());
        SocketAddress address = worker.address();
        WorkerHarness.ask(address, "os.symlink('/run/worker/control.sock', '/run/worker/0.sock')");

        JsonNode answer = WorkerHarness.ask(address, "6 * 7");

        assertThat(answer.asInt()).isEqualTo(42);
    }

    @Test
    void theServersSecondNamesAreNotThere() {
        RecordedEvents worker = server.start(Map.of());

        JsonNode names = WorkerHarness.ask(worker.address(), "sorted(os.listdir('/run/worker'))");

        assertThat(names).extracting(JsonNode::asText).containsExactly("control.sock", "function.pickle", "spec.json");
    }

    @Test
    void theServersFilesAreNotThere() {
        WorkerHarness.write(data.resolve("postgres/secret"), "x");
        RecordedEvents worker = server.start(Map.of());

        JsonNode listing = WorkerHarness.ask(worker.address(), "os.listdir('" + data + "')");

        assertThat(listing.asText()).isEqualTo("FileNotFoundError");
    }

    @Test
    void otherProcessesThanItsNamespacesFirstAreNotThere() {
        RecordedEvents worker = server.start(Map.of());

        JsonNode processes =
                WorkerHarness.ask(worker.address(), "len([p for p in os.listdir('/proc') if p.isdigit()])");

        assertThat(processes.asInt()).isEqualTo(2);
    }

    /** With one user id; with a range of ids, root has the capabilities that {@link UserIdsTest} names. */
    @Test
    void theWorkerHasNoCapabilitiesAndGetsNone() {
        server.close();
        server = WorkerHarness.withOneId(data, zygotes());
        RecordedEvents worker = server.start(Map.of());

        JsonNode status = WorkerHarness.ask(
                worker.address(),
                "[l.split()[1] for l in open('/proc/self/status') if l.startswith(('CapEff', 'CapBnd', 'NoNewPrivs'))]");

        assertThat(status).extracting(JsonNode::asText).containsExactly("0000000000000000", "0000000000000000", "1");
    }

    @Test
    void theWorkerLeavesOrphansToItsNamespace() {
        RecordedEvents worker = server.start(Map.of());

        JsonNode adopts = WorkerHarness.ask(worker.address(), "spec['adopts_orphans']");

        assertThat(adopts.asBoolean()).isFalse();
    }

    @Test
    void theHostsAccountsAndKeysAreNotThere() {
        RecordedEvents worker = server.start(Map.of());

        JsonNode found = WorkerHarness.ask(
                worker.address(),
                "[p for p in ('/etc/shadow', '/etc/ssh', '/etc/ssl/private', '/var/lib', '"
                        + Path.of(System.getProperty("user.home"), ".m2") + "') if os.path.exists(p)]");

        assertThat(found).isEmpty();
    }

    @Test
    void theSystemIsReadOnly() {
        RecordedEvents worker = server.start(Map.of());

        JsonNode written = WorkerHarness.ask(worker.address(), "open('/usr/x', 'w').write('x')");

        assertThat(written.asText()).isEqualTo("OSError");
    }

    @Test
    void aVariableOfTheLoaderReachesTheWorkerOnly() {
        RecordedEvents worker = server.start(Map.of("LD_LIBRARY_PATH", "/root/lib"));

        JsonNode value = WorkerHarness.ask(worker.address(), "os.environ['LD_LIBRARY_PATH']");

        assertThat(value.asText()).isEqualTo("/root/lib");
    }

    @Test
    void onlyTheSystemsOwnPathsAreOutOfReach() {
        assertThat(server.runtime
                        .reachablePaths()
                        .firstUnreachable(List.of("/root/a", "/data/x", "/usr/src/x", "/lib/x"), List.of())
                        .map(ReachablePaths.Unreachable::path))
                .contains("/lib/x");
    }

    private RecordedEvents startWith(Map<String, String> files) {
        server.close();
        server = new WorkerHarness(data, sandbox(), zygotes(), files, rootfs);
        return server.start(Map.of());
    }

    private static String pythonList(Iterable<String> names) {
        return "['" + String.join("', '", names) + "']";
    }
}
