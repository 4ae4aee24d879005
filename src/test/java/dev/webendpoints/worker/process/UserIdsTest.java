package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.sandbox.SubordinateIds;
import dev.webendpoints.worker.DialedAddress;
import dev.webendpoints.worker.FunctionVersion.VolumeMount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Workers with a range of user ids; fresh (0 zygotes) and forked ones. */
class UserIdsTest extends NetworkFixture {

    private static final VolumeMount VOLUME = new VolumeMount("vo-1", "/data", false);
    private static final int WWW_DATA = 33;

    /** Like nginx, makes a directory for its processes and becomes their user; prints the ids of files and process. */
    private static final String DROPPING = String.join(
            "\\n",
            "import json, os, pwd",
            "account = pwd.getpwnam('www-data')",
            "os.mkdir('/tmp/cache', 0o700)",
            "os.chown('/tmp/cache', account.pw_uid, account.pw_gid)",
            "os.setgroups([account.pw_gid, 4])",
            "os.setgid(account.pw_gid)",
            "os.setuid(account.pw_uid)",
            "open('/tmp/cache/x', 'w').write('x')",
            "made = os.stat('/tmp/cache/x')",
            "try:",
            "    os.setuid(0)",
            "    back = 'root'",
            "except OSError as error:",
            "    back = type(error).__name__",
            "ids = [os.getuid(), os.getgid(), os.getgroups(), made.st_uid, made.st_gid]",
            "print(json.dumps([ids, back]), flush=True)");

    /** Then listens, and responds with its user. */
    private static final String SERVING = String.join(
            "\\n",
            DROPPING,
            "import socket",
            "server = socket.create_server(('127.0.0.1', %d))",
            "while True:",
            "    connection, _ = server.accept()",
            "    connection.recv(100)",
            "    connection.sendall(str(os.getuid()).encode())",
            "    connection.close()");

    /** Forks children that become other users and stay, at most 500; prints their number and the error at the end. */
    private static final String FORKING = String.join(
            "\\n",
            "import json, os, time",
            "made, why = 0, None",
            "while made < 500:",
            "    here, there = os.pipe()",
            "    try:",
            "        child = os.fork()",
            "    except OSError as error:",
            "        why = type(error).__name__",
            "        break",
            "    if not child:",
            "        os.setuid(1000 + made)",
            "        os.write(there, b'.')",
            "        os.closerange(0, 100)",
            "        time.sleep(30)",
            "        os._exit(0)",
            "    os.read(here, 1)",
            "    os.close(here)",
            "    os.close(there)",
            "    made += 1",
            "print(json.dumps([made, why]), flush=True)",
            "os._exit(0)");

    /** The test's user may be unable to delete files whose owner a worker changed. */
    @Override
    @AfterEach
    void close() {
        super.close();
        WorkerHarness.deleteVolumes(data);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aProgramGivesFilesAwayAndBecomesAnotherUser(int zygotes) {
        RecordedEvents worker = start(zygotes);

        JsonNode told = WorkerHarness.ask(worker.address(), printed(DROPPING));

        assertThat(told.toString()).isEqualTo("[[33,33,[4,33],33,33],\"PermissionError\"]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aPortIsReachedOfAProgramThatBecameAnotherUser(int zygotes) {
        WorkerHarness.requireRange(data);
        RecordedEvents worker = startWithPort(zygotes);
        DialedAddress address = (DialedAddress) worker.address();
        WorkerHarness.ask(
                address,
                "subprocess.Popen([sys.executable, '-c', \"" + SERVING.formatted(PORT + 1)
                        + "\"], stdout=-1).stdout.readline().decode()");
        DialedAddress program = new DialedAddress(address.dialer(), new InetSocketAddress("127.0.0.1", PORT + 1));

        JsonNode[] user = new JsonNode[1];
        await().until(() -> (user[0] = WorkerHarness.ask(program, "")).isInt());

        assertThat(user[0].asInt()).isEqualTo(WWW_DATA);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void rootListensOnPort80OfItsOwnNetwork(int zygotes) {
        WorkerHarness.requireRange(data);
        RecordedEvents worker = startWithPort(zygotes);

        JsonNode port = WorkerHarness.ask(worker.address(), "socket.create_server(('127.0.0.1', 80)).getsockname()[1]");

        assertThat(port.asInt()).isEqualTo(80);
    }

    /** CAP_CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID, NET_BIND_SERVICE, SYS_CHROOT. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void rootHasTheseCapabilitiesAndGetsNoOthers(int zygotes) {
        RecordedEvents worker = start(zygotes);

        JsonNode status = WorkerHarness.ask(worker.address(), CAPABILITIES);

        assertThat(status)
                .extracting(JsonNode::asText)
                .containsExactly("00000000000404eb", "00000000000404eb", "00000000000404eb", "1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void withoutARangeAWorkerIsRootAlone(int zygotes) {
        WorkerHarness.requireBubblewrap(data);
        server = WorkerHarness.withOneId(data, zygotes);
        RecordedEvents worker = server.start(Map.of());

        JsonNode map = WorkerHarness.ask(worker.address(), "open('/proc/self/uid_map').read().split()[::2]");

        assertThat(map).extracting(JsonNode::asText).containsExactly("0", "1");
    }

    private static final String CAPABILITIES = "[l.split()[1] for l in open('/proc/self/status')"
            + " if l.startswith(('CapPrm', 'CapEff', 'CapBnd', 'NoNewPrivs'))]";

    /** Neither as root nor in a user namespace of its own. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void rootMakesNothingWritableThatIsMountedReadOnly(int zygotes) {
        RecordedEvents worker = start(zygotes);

        JsonNode statuses = WorkerHarness.ask(
                worker.address(),
                "[subprocess.run([*p, 'mount', '-o', 'remount,rw,bind', n], stderr=-3).returncode"
                        + " for p in ([], ['unshare', '-Urm']) for n in ('/usr', '/proc/sys')]");

        assertThat(statuses).hasSize(4).extracting(JsonNode::asInt).doesNotContain(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void rootEntersNoNamespaceOfTheProcessAboveIt(int zygotes) {
        RecordedEvents worker = start(zygotes);

        JsonNode entered = WorkerHarness.ask(
                worker.address(),
                "[subprocess.run(['nsenter', '--' + n, '--target', '1', 'true'], stderr=-3).returncode"
                        + " for n in ('user', 'mount', 'pid', 'ipc')]");

        assertThat(entered).hasSize(4).extracting(JsonNode::asInt).doesNotContain(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aForkBombOfManyUsersEndsAtTheLimitOfProcesses(int zygotes) {
        server = small(zygotes);
        RecordedEvents worker = server.start(Map.of());

        JsonNode forked = WorkerHarness.ask(worker.address(), printed(FORKING));

        assertThat(forked.path(0).asInt()).isBetween(40, 63);
        assertThat(forked.path(1).asText()).isEqualTo("BlockingIOError");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aForkBombOfManyUsersLeavesTheProcessesOfOtherWorkers(int zygotes) {
        server = small(zygotes);
        WorkerHarness.ask(server.start(Map.of()).address(), printed(FORKING));

        RecordedEvents other = server.start(WorkerHarness.id(2), Map.of());

        assertThat(WorkerHarness.ask(other.address(), "subprocess.run(['true']).returncode")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void otherUsersOfAWorkerAreSubordinateIdsOfTheHost(int zygotes) throws IOException {
        RecordedEvents worker = start(zygotes);
        SubordinateIds ids = WorkerHarness.POLICY.user().subordinateIds().orElseThrow();

        WorkerHarness.ask(worker.address(), "[open('/data/x', 'w').close(), os.chown('/data/x', 33, 34)]");

        Path file = data.resolve("volumes/vo-1/x");
        assertThat(attribute(file, "uid")).isEqualTo(ids.firstUid() + WWW_DATA - 1);
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
        WorkerHarness.requireRange(data);
        server = with(
                zygotes,
                Map.of("webendpoints.workers.max-files-size", "4M", "webendpoints.workers.min-free-disk", FULL));
        RecordedEvents worker = server.start(Map.of());

        hide(worker, 6);

        assertThat(RecordedEvents.await(worker.exited)).matches("its files have [456] MB, .*");
    }

    /** Creates a directory of another user with a number of megabytes, which only that user may open. */
    private static final String HIDING =
            "[os.makedirs('/tmp/a/b'), os.chmod('/tmp/a', 0o700), os.chown('/tmp/a', 34, 34),"
                    + " os.chmod('/tmp/a/b', 0o700), os.chown('/tmp/a/b', 33, 33),"
                    + " open('/tmp/a/b/x', 'wb').write(bytes(%d << 20)), os.chown('/tmp/a/b/x', 33, 33)]";

    /** A limit that free space is always below, so that usage is measured often. */
    private static final String FULL = Long.toString(Long.MAX_VALUE);

    /** The worker may be killed before it responds. */
    private static void hide(RecordedEvents worker, int megabytes) {
        try {
            WorkerHarness.ask(worker.address(), HIDING.formatted(megabytes));
        } catch (UncheckedIOException ended) {
            worker.leaving.join();
        }
    }

    private static String printed(String program) {
        return "json.loads(subprocess.run([sys.executable, '-c', \"" + program + "\"], stdout=-1).stdout)";
    }

    private RecordedEvents start(int zygotes) {
        WorkerHarness.requireRange(data);
        server = WorkerHarness.confined(data, zygotes);
        return server.start(Map.of(), VOLUME);
    }

    private WorkerHarness small(int zygotes) {
        WorkerHarness.requireRange(data);
        return with(zygotes, Map.of("webendpoints.workers.max-processes", "64"));
    }

    private WorkerHarness with(int zygotes, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("webendpoints.workers.sandbox", "required");
        all.put("webendpoints.workers.zygotes", Integer.toString(zygotes));
        return new WorkerHarness(data, WorkerHarness.config(all), WorkerHarness.FILES, null);
    }

    private static long attribute(Path file, String name) throws IOException {
        return Integer.toUnsignedLong((int) Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS));
    }
}
