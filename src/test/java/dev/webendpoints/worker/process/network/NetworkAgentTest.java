package dev.webendpoints.worker.process.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.worker.process.WorkerHarness;
import dev.webendpoints.worker.process.run.OrphanedProcesses;
import dev.webendpoints.worker.process.sandbox.SandboxRequirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A network agent without a worker. */
class NetworkAgentTest {

    private static final String OTHER = "ta-0000000000000000" + WorkerHarness.FORK + "18123";

    @TempDir
    Path data;

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
}
