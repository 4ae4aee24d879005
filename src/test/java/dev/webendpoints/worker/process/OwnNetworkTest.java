package dev.webendpoints.worker.process;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.worker.DialedAddress;
import dev.webendpoints.worker.FunctionVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Workers with a network of their own, for a port or without a way out; fresh ones (0 zygotes) and forked ones. */
class OwnNetworkTest {

    private static final int PORT = 18_123;
    private static final String OTHER = "ta-0000000000000000018123";

    @TempDir
    Path data;

    private StandIn server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
            assertThat(Leftovers.of(StandIn.WORKER)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aPortIsReachedByADescriptorThatIsHandedOver(int zygotes) {
        RecordedEvents worker = startWithPort(zygotes);

        JsonNode answer = StandIn.ask(worker.address(), "[6 * 7, 'webendpoints_worker.zygote' in sys.modules]");

        assertThat(worker.address()).isInstanceOf(DialedAddress.class);
        assertThat(answer.path(0).asInt()).isEqualTo(42);
        assertThat(answer.path(1).asBoolean()).isEqualTo(zygotes > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void otherProgramsOfTheMachineDoNotReachAPort(int zygotes) {
        startWithPort(zygotes).address();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), PORT).close())
                .isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void otherWorkersDoNotReachAPort(int zygotes) {
        startWithPort(zygotes).address();
        server.port = 0;
        RecordedEvents other = server.start(OTHER, Map.of());

        JsonNode reached = StandIn.ask(other.address(), connecting("127.0.0.1", PORT));

        assertThat(reached.asText()).isEqualTo("ConnectionRefusedError");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void twoWorkersListenOnOnePort(int zygotes) {
        RecordedEvents one = startWithPort(zygotes);
        RecordedEvents other = server.start(OTHER, Map.of());

        List<String> ids = List.of(
                StandIn.ask(one.address(), "spec['worker_id']").asText(),
                StandIn.ask(other.address(), "spec['worker_id']").asText());

        assertThat(ids).containsExactly(StandIn.WORKER, OTHER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aProgramReachesOtherMachinesAndNotThisOnesLoopback(int zygotes) throws IOException {
        RecordedEvents worker = startWithPort(zygotes);
        try (ServerSocket everywhere = new ServerSocket(0, 50, outer());
                ServerSocket loopback = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {

            JsonNode reached = StandIn.ask(
                    worker.address(),
                    "[" + connecting(outer().getHostAddress(), everywhere.getLocalPort()) + ", "
                            + connecting("127.0.0.1", loopback.getLocalPort()) + ", "
                            + connecting("10.0.2.2", loopback.getLocalPort()) + "]");

            assertThat(reached.path(0).asText()).isEqualTo("reached");
            assertThat(reached.path(1).asText()).isEqualTo("ConnectionRefusedError");
            assertThat(reached.path(2).asText()).isNotEqualTo("reached");
        }
    }

    /** The machine's may be on its loopback. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aProgramAsksTheStackForNames(int zygotes) {
        RecordedEvents worker = startWithPort(zygotes);

        JsonNode first = StandIn.ask(worker.address(), "open('/etc/resolv.conf').readline()");

        assertThat(first.asText()).isEqualTo("nameserver 10.0.2.3\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aPortWithoutListenersIsRefused(int zygotes) {
        RecordedEvents worker = startWithPort(zygotes);
        DialedAddress address = (DialedAddress) worker.address();

        JsonNode answer =
                StandIn.ask(new DialedAddress(address.dialer(), new InetSocketAddress("127.0.0.1", PORT + 1)), "6 * 7");

        assertThat(answer.asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aFunctionThatBlocksTheNetworkReachesNothing(int zygotes) throws IOException {
        server = StandIn.confined(data, zygotes);
        server.blocksNetwork = true;
        RecordedEvents worker = server.start(Map.of());
        try (ServerSocket everywhere = new ServerSocket(0)) {

            JsonNode reached = StandIn.ask(
                    worker.address(),
                    "[" + connecting(outer().getHostAddress(), everywhere.getLocalPort()) + ", "
                            + connecting("127.0.0.1", everywhere.getLocalPort()) + "]");

            assertThat(reached).extracting(JsonNode::asText).containsExactly("OSError", "ConnectionRefusedError");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aPortOfAFunctionThatBlocksTheNetworkIsReached(int zygotes) throws IOException {
        server = StandIn.confined(data, zygotes);
        server.blocksNetwork = true;
        server.port = PORT;
        RecordedEvents worker = server.start(Map.of());
        try (ServerSocket everywhere = new ServerSocket(0)) {

            JsonNode reached =
                    StandIn.ask(worker.address(), connecting(outer().getHostAddress(), everywhere.getLocalPort()));

            assertThat(reached.asText()).isEqualTo("OSError");
        }
    }

    /** What it imports for its function has no way out either. */
    @Test
    void theZygoteOfASnapshotThatBlocksTheNetworkIsInNone() throws IOException {
        server = StandIn.confined(data, 2);
        server.blocksNetwork = true;
        server.start = FunctionVersion.Start.SNAPSHOT;
        server.start(Map.of()).address();

        List<String> networks = zygoteNetworks();

        assertThat(networks).isNotEmpty().doesNotContain(network("self"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aWorkerCannotPutASocketInPlaceOfTheDialers(int zygotes) {
        server = withWayOut(zygotes);
        server.port = PORT;
        RecordedEvents worker = server.start(Map.of("MODE", "dialer"));

        RecordedEvents.Failure failure = RecordedEvents.await(worker.failed);

        assertThat(failure.reason())
                .isEqualTo("the worker did not say where it serves: a socket cannot have the name dial.sock");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aWorkerWhoseNetworkAgentIsGoneEnds(int zygotes) {
        RecordedEvents worker = startWithPort(zygotes);
        worker.address();

        agents().forEach(ProcessHandle::destroyForcibly);

        assertThat(worker.exited).succeedsWithin(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void nothingOfANetworkIsLeftWhenItsWorkerHasEnded(int zygotes) {
        RecordedEvents worker = startWithPort(zygotes);
        worker.address();
        assertThat(agents()).isNotEmpty();

        worker.handle.stop(Duration.ofSeconds(5));

        assertThat(worker.exited).succeedsWithin(Duration.ofSeconds(10));
        await().untilAsserted(() -> assertThat(agents()).isEmpty());
    }

    /** As when the server is killed: the agent's input ends. */
    @Test
    void aStackEndsWithItsAgent() throws IOException {
        StandIn.requireBubblewrap(data);
        assumeTrue(!NetworkStack.installed().isEmpty(), "pasta and slirp4netns are not on PATH");
        NetworkStack stack = NetworkStack.installed().get(0);
        NetworkAgents agents = new NetworkAgents(StandIn.python(), StandIn.POLICY.user());
        try (NetworkProbe probe = NetworkProbe.start(StandIn.bubblewrap(data))) {
            NetworkAgent agent = agents.start(OTHER, probe.pid(), Optional.empty(), Optional.of(stack));
            agent.awaitReady();
            await().untilAsserted(() -> assertThat(Leftovers.of(OTHER)).hasSizeGreaterThanOrEqualTo(2));

            agent.close();

            await().untilAsserted(() -> assertThat(Leftovers.of(OTHER)).isEmpty());
        }
    }

    @Test
    void aProcessInTheMachinesNetworkIsNotDialedInto() throws IOException {
        NetworkAgents agents = new NetworkAgents(StandIn.python(), StandIn.POLICY.user());
        try (NetworkAgent agent = agents.start(
                null, ProcessHandle.current().pid(), Optional.of(data.resolve("dial.sock")), Optional.empty())) {

            assertThatThrownBy(agent::awaitReady).hasMessage("the process is in the machine's network");
        }
    }

    @Test
    void whereNoneIsWantedAPortIsTheMachines() {
        StandIn.requireBubblewrap(data);
        server = new StandIn(
                data,
                StandIn.config(Map.of("webendpoints.workers.network", "off", "webendpoints.workers.zygotes", "0")),
                StandIn.FILES,
                null);
        server.port = PORT;

        RecordedEvents worker = server.start(Map.of());

        assertThat(worker.address()).isEqualTo(new InetSocketAddress("127.0.0.1", PORT));
    }

    private RecordedEvents startWithPort(int zygotes) {
        server = withWayOut(zygotes);
        server.port = PORT;
        return server.start(Map.of());
    }

    private StandIn withWayOut(int zygotes) {
        StandIn confined = StandIn.confined(data, zygotes);
        await().pollDelay(Duration.ZERO)
                .until(() -> NetworkStack.installed().isEmpty() || confined.runtime.separatesNetwork(true, false));
        assumeTrue(confined.runtime.separatesNetwork(true, false), "pasta and slirp4netns are not on PATH");
        return confined;
    }

    private static String connecting(String host, int port) {
        return "reach('" + host + "', " + port + ")";
    }

    /** The network agents and their stacks. */
    private static List<ProcessHandle> agents() {
        return Leftovers.of(StandIn.WORKER).stream()
                .filter(process -> process.info().commandLine().orElse("").matches("(?s).*(Leads into|pasta|slirp).*"))
                .toList();
    }

    private static List<String> zygoteNetworks() throws IOException {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .filter(pid -> ProcessHandle.of(Long.parseLong(pid))
                            .flatMap(process -> process.info().commandLine())
                            .orElse("")
                            .matches(StandIn.python() + " .*/stand_in/__main__.py --zygote .*"))
                    .filter(pid -> ProcessHandle.current().descendants().anyMatch(own -> pid.equals("" + own.pid())))
                    .map(OwnNetworkTest::network)
                    .toList();
        }
    }

    private static String network(String pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", pid, "ns/net")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static InetAddress outer() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst()
                .orElseThrow(() -> new IOException("this machine has only a loopback address"));
    }
}
