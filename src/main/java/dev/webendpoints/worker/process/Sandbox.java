package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How a worker's process is confined, and so where it sees what the server keeps in its run directory. */
sealed interface Sandbox permits Bubblewrap, Unconfined {

    /** Which of the absolute paths that a client names a worker would see. */
    ReachablePaths reachable();

    /** Where the worker sees {@link RunDirectory#io}. */
    Path io(RunDirectory run);

    /**
     * Where the server reaches a socket that the worker opened in {@link RunDirectory#io}. Blocks.
     *
     * @throws IOException when that is no socket of the worker's
     */
    Path socket(RunDirectory run, String name) throws IOException;

    /** Where the worker sees its temporary files. */
    Path scratch(RunDirectory run);

    /** Where the worker sees a file that the client gave this absolute name. */
    Path remote(RunDirectory run, String absolute);

    /** Puts files where {@link #command} expects them. Blocks. */
    void prepare(WorkerPlan plan) throws IOException;

    /** The environment to start the process with. */
    Map<String, String> variables(WorkerPlan plan);

    /** The process to start, for {@code python} as the worker sees it. Blocks. */
    List<String> command(WorkerPlan plan, List<String> python) throws IOException;

    /** Whether it waits for processes whose parent died, and ends them with the worker, without the worker's doing. */
    boolean endsOrphans();

    /** The processes that are the worker, and not what confines it. */
    Stream<ProcessHandle> programs(Process process);
}
