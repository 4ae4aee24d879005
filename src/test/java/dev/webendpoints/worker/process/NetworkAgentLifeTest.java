package dev.webendpoints.worker.process;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.worker.process.network.NetworkAgentProcesses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The network agent of a worker and its stack end with the worker, and the worker ends with them. */
class NetworkAgentLifeTest extends NetworkFixture {

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aWorkerWhoseNetworkAgentIsGoneEnds(int zygotes) {
        RecordedEvents worker = startWithPort(zygotes);
        worker.address();

        NetworkAgentProcesses.of(WorkerHarness.WORKER).forEach(ProcessHandle::destroyForcibly);

        assertThat(worker.exited).succeedsWithin(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void nothingOfANetworkIsLeftWhenItsWorkerHasEnded(int zygotes) {
        RecordedEvents worker = startWithPort(zygotes);
        worker.address();
        assertThat(NetworkAgentProcesses.of(WorkerHarness.WORKER)).isNotEmpty();

        worker.handle.stop(Duration.ofSeconds(5));

        assertThat(worker.exited).succeedsWithin(Duration.ofSeconds(10));
        await().untilAsserted(() ->
                assertThat(NetworkAgentProcesses.of(WorkerHarness.WORKER)).isEmpty());
    }
}
