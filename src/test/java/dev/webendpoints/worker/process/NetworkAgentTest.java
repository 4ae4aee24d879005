package dev.webendpoints.worker.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.worker.process.network.NetworkAgent;
import dev.webendpoints.worker.process.network.NetworkAgents;
import dev.webendpoints.worker.process.network.NetworkProbe;
import dev.webendpoints.worker.process.network.NetworkStack;
import dev.webendpoints.worker.process.run.OrphanedProcesses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The network agent of a worker and its stack end with the worker, and the worker ends with them. */
class NetworkAgentTest extends NetworkFixture {

    private static final String OTHER = "ta-0000000000000000" + WorkerHarness.FORK + "18123";

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

    /** The agent's input ends, as when the server is killed. */
    @Test
    void aStackEndsWithItsAgent() throws IOException {
        SandboxRequirements.requireBubblewrap(data);
        assumeTrue(!NetworkStack.installed().isEmpty(), "pasta and slirp4netns are not on PATH");
        NetworkStack stack = NetworkStack.installed().get(0);
        NetworkAgents agents = new NetworkAgents(WorkerHarness.python(), WorkerHarness.POLICY.user());
        try (NetworkProbe probe = NetworkProbe.start(SandboxRequirements.bubblewrap(data))) {
            NetworkAgent agent = agents.start(OTHER, probe.pid(), Optional.empty(), Optional.of(stack));
            agent.awaitReady();
            await().untilAsserted(() -> assertThat(OrphanedProcesses.of(OTHER)).hasSizeGreaterThanOrEqualTo(2));

            agent.close();

            await().untilAsserted(() -> assertThat(OrphanedProcesses.of(OTHER)).isEmpty());
        }
    }

    @Test
    void aProcessInTheMachinesNetworkIsNotDialedInto() throws IOException {
        NetworkAgents agents = new NetworkAgents(WorkerHarness.python(), WorkerHarness.POLICY.user());
        try (NetworkAgent agent = agents.start(
                null, ProcessHandle.current().pid(), Optional.of(data.resolve("dial.sock")), Optional.empty())) {

            assertThatThrownBy(agent::awaitReady).hasMessage("the process is in the machine's network");
        }
    }

    /** Returns the network agents and their stacks. */
    private static List<ProcessHandle> agents() {
        String program = NetworkAgents.text().substring(0, 100);
        return OrphanedProcesses.of(WorkerHarness.WORKER).stream()
                .filter(process -> {
                    String command = process.info().commandLine().orElse("");
                    return command.contains(program) || command.contains("pasta") || command.contains("slirp");
                })
                .toList();
    }
}
