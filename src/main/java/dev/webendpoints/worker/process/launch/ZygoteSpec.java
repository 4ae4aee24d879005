package dev.webendpoints.worker.process.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.sandbox.BindMount;
import dev.webendpoints.worker.process.sandbox.ForkConfinement;
import dev.webendpoints.worker.process.sandbox.Sandbox;

/**
 * The specification that a zygote reads first. Paths are as the zygote sees them.
 *
 * @param hub directory of the run directories of its workers
 * @param confinement confinement of its workers; null if it creates no namespaces for them
 * @param probe mounts of a minimal worker besides the base, which the zygote tests
 * @param processes maximum number of processes and threads of the zygote and all workers that it forks; 0 for no limit
 * @param snapshot the function whose code the zygote loads before it forks; null for none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ZygoteSpec(
        String controlSocket,
        String hub,
        ForkConfinement confinement,
        List<BindMount> probe,
        List<String> sysPathTail,
        int processes,
        WorkerSpec snapshot) {

    static ZygoteSpec of(WorkerPlan plan, Sandbox sandbox, WorkerSpec snapshot) throws IOException {
        return new ZygoteSpec(
                sandbox.io(plan.run())
                        .resolve(plan.run().controlSocket().getFileName())
                        .toString(),
                sandbox.hub(plan.run()).toString(),
                sandbox.ofForked(),
                sandbox.probe(plan),
                plan.environment().sysPathTail().stream().map(Path::toString).toList(),
                Sandbox.ZYGOTE_SHARES * sandbox.maxProcesses(),
                snapshot);
    }
}
