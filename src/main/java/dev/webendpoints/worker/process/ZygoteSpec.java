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
 * @param base what every worker sees where it makes namespaces for them; null where it makes none
 * @param probe what a worker with nothing of its own sees beside the base, to be tried
 * @param processes and threads that it and all workers that it forks may have together; 0 for no limit
 * @param snapshot the function whose code it loads before it forks; null for none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ZygoteSpec(
        String controlSocket,
        String hub,
        List<Bind> base,
        List<Bind> probe,
        List<String> sysPathTail,
        int processes,
        WorkerSpec snapshot) {

    /** What a zygote and its workers may have together, in shares of one worker: it bounds code that runs in a zygote. */
    private static final int SHARES = 16;

    static ZygoteSpec of(WorkerPlan plan, Sandbox sandbox, WorkerSpec snapshot) throws IOException {
        return new ZygoteSpec(
                sandbox.io(plan.run())
                        .resolve(plan.run().controlSocket().getFileName())
                        .toString(),
                sandbox.hub(plan.run()).toString(),
                sandbox.base(),
                sandbox.probe(plan),
                plan.environment().sysPathTail().stream().map(Path::toString).toList(),
                SHARES * sandbox.maxProcesses(),
                snapshot);
    }
}
