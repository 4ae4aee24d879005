package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How a worker's process is confined, and so where it sees what the server keeps in its run directory. */
sealed interface Sandbox permits Bubblewrap, UnconfinedSandbox {

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

    /** The worker's whole environment. */
    Map<String, String> variables(WorkerPlan plan);

    /** How to start {@code command}, so that these variables reach what it confines and nothing else. */
    ProcessCommand processCommand(WorkerPlan plan, List<String> command, Map<String, String> variables);

    /**
     * What to run before a command that is to have access to all files of workers, whichever of their users owns them;
     * empty where the server has.
     */
    List<String> asOwner();

    /** Called once all files of a worker or zygote are there, before it starts. Blocks. */
    void handOver(RunDirectory run) throws IOException;

    /** The process to start, for {@code python} as the worker sees it. Blocks. */
    List<String> command(WorkerPlan plan, List<String> python) throws IOException;

    /** Whether it waits for processes whose parent died, and ends them with the worker, without the worker's doing. */
    boolean endsOrphans();

    /** Processes and threads that one worker may have; 0 where they cannot be counted apart from the host's. */
    int maxProcesses();

    /** Where a zygote sees the directory that holds those of the workers it forks. */
    Path hub(RunDirectory zygote);

    /** The zygote to start, for {@code python} as it sees it, with places for those it forks. Blocks. */
    List<String> zygoteCommand(WorkerPlan zygote, List<String> python) throws IOException;

    /** How those are confined that a zygote forks; null where they are not. */
    ZygoteSpec.Confinement ofForked();

    /** What the smallest of those sees beside the base, for the zygote to try first. */
    List<BindMount> probe(WorkerPlan zygote) throws IOException;

    /**
     * What this worker sees beside the base when a zygote forks it.
     *
     * @return empty when only a fresh process can see what this worker must. Blocks
     */
    Optional<List<BindMount>> binds(WorkerPlan plan) throws IOException;

    /** Brings a worker's directory, which is handed over, to where the zygote that is to fork it sees it. Blocks. */
    void moveInto(RunDirectory zygote, RunDirectory worker) throws IOException;

    /** The one process that {@link #zygoteCommand} names. */
    ProcessHandle program(Process zygote) throws IOException;

    /** The processes that are the worker, and not what confines it. */
    Stream<ProcessHandle> programs(Process process);
}
