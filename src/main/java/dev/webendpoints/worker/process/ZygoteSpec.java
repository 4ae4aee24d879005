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
 * @param confined whether it makes namespaces for them
 * @param snapshot the function whose code it loads before it forks; null for none
 * @param probe what a worker with nothing of its own sees, to be tried
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ZygoteSpec(
        String controlSocket,
        String hub,
        boolean confined,
        List<String> sysPathTail,
        List<Bind> probe,
        WorkerSpec snapshot) {

    static ZygoteSpec of(WorkerPlan plan, Sandbox sandbox, WorkerSpec snapshot) throws IOException {
        List<Bind> probe = sandbox.probe(plan);
        return new ZygoteSpec(
                sandbox.io(plan.run())
                        .resolve(plan.run().controlSocket().getFileName())
                        .toString(),
                sandbox.hub(plan.run()).toString(),
                probe != null,
                plan.environment().sysPathTail().stream().map(Path::toString).toList(),
                probe == null ? List.of() : probe,
                snapshot);
    }
}
