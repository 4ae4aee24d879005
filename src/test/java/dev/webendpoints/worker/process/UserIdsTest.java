package dev.webendpoints.worker.process;

import java.net.InetSocketAddress;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.lease.DialedAddress;
import dev.webendpoints.worker.process.sandbox.SandboxRequirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Workers with a range of user ids; fresh (0 zygotes) and forked ones. */
@Tag("long")
class UserIdsTest extends NetworkFixture {

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
        SandboxRequirements.requireRange(data);
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
        SandboxRequirements.requireRange(data);
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
        SandboxRequirements.requireBubblewrap(data);
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

    private static String printed(String program) {
        return "json.loads(subprocess.run([sys.executable, '-c', \"" + program + "\"], stdout=-1).stdout)";
    }

    private RecordedEvents start(int zygotes) {
        SandboxRequirements.requireRange(data);
        server = WorkerHarness.confined(data, zygotes);
        return server.start(Map.of());
    }

    private WorkerHarness small(int zygotes) {
        SandboxRequirements.requireRange(data);
        return WorkerHarness.confined(data, zygotes, Map.of("webendpoints.workers.max-processes", "64"));
    }
}
