package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.webendpoints.worker.process.run.ReachablePaths;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.run.WorkerPlan;

/** The confinement of a worker's process, which determines the paths at which it sees its run directory. */
public interface Sandbox {

    /** Limit for a zygote and its workers together, in multiples of one worker's: bounds code that runs in a zygote. */
    int ZYGOTE_SHARES = 16;

    /** Returns which absolute paths named by a client a worker can see. */
    ReachablePaths reachable();

    /** Returns the path at which the worker sees {@link RunDirectory#io}. */
    Path io(RunDirectory run);

    /**
     * Returns the path at which the server reaches a socket that the worker opened in {@link RunDirectory#io}. Blocks.
     *
     * @throws IOException if that is not a socket of the worker
     */
    Path socket(RunDirectory run, String name) throws IOException;

    /** Returns the path at which the worker sees its temporary files. */
    Path scratch(RunDirectory run);

    /** Returns the path at which the worker sees a file that the client placed at this absolute path. */
    Path remote(RunDirectory run, String absolute);

    /** Places files where {@link #command} expects them. Blocks. */
    void prepare(WorkerPlan plan) throws IOException;

    /** Returns the worker's whole environment. */
    Map<String, String> variables(WorkerPlan plan);

    /** Returns the process that runs {@code command} and passes these variables only to the confined program. */
    ProcessCommand processCommand(WorkerPlan plan, List<String> command, Map<String, String> variables);

    /**
     * Returns the prefix for a command that needs access to all files of workers, whichever of their users owns them;
     * empty if the server has that access.
     */
    List<String> asOwner();

    /** Gives the files of a worker or zygote to its user; called when they are complete, before it starts. Blocks. */
    void handOver(RunDirectory run) throws IOException;

    /** Returns the command that runs {@code python}, whose paths are as the worker sees them. Blocks. */
    List<String> command(WorkerPlan plan, List<String> python) throws IOException;

    /** Returns whether the sandbox itself reaps orphaned processes and ends them with the worker. */
    boolean endsOrphans();

    /** Returns the most processes and threads of one worker; 0 if they cannot be counted apart from the host's. */
    int maxProcesses();

    /** Returns the path at which a zygote sees the directory that contains those of the workers it forks. */
    Path hub(RunDirectory zygote);

    /** Returns the command that runs {@code python} as a zygote, with mount points for forked workers. Blocks. */
    List<String> zygoteCommand(WorkerPlan zygote, List<String> python) throws IOException;

    /** Returns the confinement of forked workers; null if there is none. */
    ForkConfinement ofForked();

    /** Returns the mounts of a minimal forked worker besides the base, which the zygote tests first. */
    List<BindMount> probe(WorkerPlan zygote) throws IOException;

    /**
     * Returns the mounts of this worker besides the base, if a zygote forks it. Blocks.
     *
     * @return empty if only a fresh process can have the mounts of this worker
     */
    Optional<List<BindMount>> binds(WorkerPlan plan) throws IOException;

    /** Moves a worker's directory, after {@link #handOver}, to where the zygote that forks it can see it. Blocks. */
    void moveInto(RunDirectory zygote, RunDirectory worker) throws IOException;

    /** Returns the zygote itself among the processes of {@link #zygoteCommand}. */
    ProcessHandle program(Process zygote) throws IOException;

    /** Returns the processes of the worker, without those of the sandbox. */
    Stream<ProcessHandle> programs(Process process);
}
