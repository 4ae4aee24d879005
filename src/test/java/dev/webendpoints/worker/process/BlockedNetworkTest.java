package dev.webendpoints.worker.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.function.StartMode;

import static org.assertj.core.api.Assertions.assertThat;

/** Functions with {@code block_network}, whose workers have no outgoing traffic; fresh (0 zygotes) and forked ones. */
class BlockedNetworkTest extends NetworkFixture {

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aFunctionThatBlocksTheNetworkReachesNothing(int zygotes) throws IOException {
        server = WorkerHarness.confined(data, zygotes);
        server.blocksNetwork = true;
        RecordedEvents worker = server.start(Map.of());
        try (ServerSocket everywhere = new ServerSocket(0)) {

            JsonNode reached = WorkerHarness.ask(
                    worker.address(),
                    "[" + connecting(outer().getHostAddress(), everywhere.getLocalPort()) + ", "
                            + connecting("127.0.0.1", everywhere.getLocalPort()) + "]");

            assertThat(reached).extracting(JsonNode::asText).containsExactly("OSError", "ConnectionRefusedError");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aPortOfAFunctionThatBlocksTheNetworkIsReached(int zygotes) throws IOException {
        server = WorkerHarness.confined(data, zygotes);
        server.blocksNetwork = true;
        server.port = PORT;
        RecordedEvents worker = server.start(Map.of());
        try (ServerSocket everywhere = new ServerSocket(0)) {

            JsonNode reached = WorkerHarness.ask(
                    worker.address(), connecting(outer().getHostAddress(), everywhere.getLocalPort()));

            assertThat(reached.asText()).isEqualTo("OSError");
        }
    }

    /** Packages that it imports for its function have no outgoing traffic either. */
    @Test
    void theZygoteOfASnapshotThatBlocksTheNetworkIsInNone() throws IOException {
        server = WorkerHarness.confined(data, 2);
        server.blocksNetwork = true;
        server.start = StartMode.SNAPSHOT;
        server.start(Map.of()).address();

        List<String> networks = zygoteNetworks();

        assertThat(networks).isNotEmpty().doesNotContain(network("self"));
    }

    private static List<String> zygoteNetworks() throws IOException {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .filter(pid -> ProcessHandle.of(Long.parseLong(pid))
                            .flatMap(process -> process.info().commandLine())
                            .orElse("")
                            .matches(WorkerHarness.python() + " .*/stand_in/__main__.py --zygote .*"))
                    .filter(pid -> ProcessHandle.current().descendants().anyMatch(own -> pid.equals("" + own.pid())))
                    .map(BlockedNetworkTest::network)
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
}
