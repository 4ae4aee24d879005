package dev.webendpoints.worker.process;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.worker.process.run.ReachablePaths;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("long")
class UnconfinedWorkersTest extends ProcessRuntimeContract {

    @Override
    String sandbox() {
        return "off";
    }

    @Test
    void theWorkerAdoptsItsOrphans() {
        RecordedEvents worker = server.start(Map.of());

        JsonNode adopts = WorkerHarness.ask(worker.address(), "spec['adopts_orphans']");

        assertThat(adopts.asBoolean()).isTrue();
    }

    @Test
    void aPathOutsideRootIsToldAtDeploy() {
        assertThat(server.runtime
                        .reachablePaths()
                        .firstUnreachable(List.of("/root/app.py", "/pkg/modal/x", "/data/big"), List.of())
                        .map(ReachablePaths.Unreachable::path))
                .contains("/data/big");
    }
}
