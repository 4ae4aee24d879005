package dev.webendpoints.worker.process;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.lease.DialedAddress;
import dev.webendpoints.worker.process.sandbox.SandboxRequirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Workers whose program listens on a port in a network of its own; fresh (0 zygotes) and forked ones. */
@Tag("long")
class OwnNetworkTest extends NetworkFixture {

    private static final String OTHER = "ta-0000000000000000" + WorkerHarness.FORK + "18123";

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aPortIsReachedByADescriptorThatIsHandedOver(int zygotes) {
        RecordedEvents worker = startWithPort(zygotes);

        JsonNode answer = WorkerHarness.ask(worker.address(), "[6 * 7, 'webendpoints_worker.zygote' in sys.modules]");

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

        JsonNode reached = WorkerHarness.ask(other.address(), connecting("127.0.0.1", PORT));

        assertThat(reached.asText()).isEqualTo("ConnectionRefusedError");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void twoWorkersListenOnOnePort(int zygotes) {
        RecordedEvents one = startWithPort(zygotes);
        RecordedEvents other = server.start(OTHER, Map.of());

        List<String> ids = List.of(
                WorkerHarness.ask(one.address(), "spec['worker_id']").asText(),
                WorkerHarness.ask(other.address(), "spec['worker_id']").asText());

        assertThat(ids).containsExactly(WorkerHarness.WORKER, OTHER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aProgramReachesOtherMachinesAndNotThisOnesLoopback(int zygotes) throws IOException {
        RecordedEvents worker = startWithPort(zygotes);
        try (ServerSocket everywhere = new ServerSocket(0, 50, outer());
                ServerSocket loopback = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {

            JsonNode reached = WorkerHarness.ask(
                    worker.address(),
                    "[" + connecting(outer().getHostAddress(), everywhere.getLocalPort()) + ", "
                            + connecting("127.0.0.1", loopback.getLocalPort()) + ", "
                            + connecting("10.0.2.2", loopback.getLocalPort()) + "]");

            assertThat(reached.path(0).asText()).isEqualTo("reached");
            assertThat(reached.path(1).asText()).isEqualTo("ConnectionRefusedError");
            assertThat(reached.path(2).asText()).isNotEqualTo("reached");
        }
    }

    /** The machine's name server may be on its loopback. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aProgramAsksTheStackForNames(int zygotes) {
        RecordedEvents worker = startWithPort(zygotes);

        JsonNode first = WorkerHarness.ask(worker.address(), "open('/etc/resolv.conf').readline()");

        assertThat(first.asText()).isEqualTo("nameserver 10.0.2.3\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aPortWithoutListenersIsRefused(int zygotes) {
        RecordedEvents worker = startWithPort(zygotes);
        DialedAddress address = (DialedAddress) worker.address();

        JsonNode answer = WorkerHarness.ask(
                new DialedAddress(address.dialer(), new InetSocketAddress("127.0.0.1", PORT + 1)), "6 * 7");

        assertThat(answer.asText()).isEqualTo("refused");
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

    @Test
    void whereNoneIsWantedAPortIsTheMachines() {
        SandboxRequirements.requireBubblewrap(data);
        server = new WorkerHarness(
                data,
                WorkerHarness.config(
                        Map.of("webendpoints.workers.network", "off", "webendpoints.workers.zygotes", "0")),
                WorkerHarness.FILES,
                null);
        server.port = PORT;

        RecordedEvents worker = server.start(Map.of());

        assertThat(worker.address()).isEqualTo(new InetSocketAddress("127.0.0.1", PORT));
    }
}
