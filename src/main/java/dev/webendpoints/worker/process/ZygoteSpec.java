package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What a zygote reads first; every path as the zygote sees it.
 *
 * @param hub holds the run directories of its workers
 * @param confinement of its workers; null where it makes no namespaces for them
 * @param probe what a worker with nothing of its own sees beside the base, to be tried
 * @param processes and threads that it and all workers that it forks may have together; 0 for no limit
 * @param snapshot the function whose code it loads before it forks; null for none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ZygoteSpec(
        String controlSocket,
        String hub,
        Confinement confinement,
        List<BindMount> probe,
        List<String> sysPathTail,
        int processes,
        WorkerSpec snapshot) {

    /**
     * How workers are confined.
     *
     * @param base what every worker sees
     * @param ids that every worker has; 1 for its user's own
     * @param processes and threads that one may have whatever their ids
     */
    record Confinement(List<BindMount> base, int ids, int processes) {}

    /** What a zygote and its workers may have together, in shares of one worker: it bounds code that runs in a zygote. */
    static final int SHARES = 16;

    static ZygoteSpec of(WorkerPlan plan, Sandbox sandbox, WorkerSpec snapshot) throws IOException {
        return new ZygoteSpec(
                sandbox.io(plan.run())
                        .resolve(plan.run().controlSocket().getFileName())
                        .toString(),
                sandbox.hub(plan.run()).toString(),
                sandbox.ofForked(),
                sandbox.probe(plan),
                plan.environment().sysPathTail().stream().map(Path::toString).toList(),
                SHARES * sandbox.maxProcesses(),
                snapshot);
    }
}
