package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.webendpoints.cgroup.Cgroup;
import dev.webendpoints.cgroup.CgroupLimits;
import dev.webendpoints.cgroup.Cgroups;

/**
 * Runs each program of a build in its own control group, if the server has cgroups. The group limits what the program's
 * processes use together, and ends all of them with the program, including those that {@link BuildProcesses} cannot
 * find. Without cgroups the program runs unchanged.
 */
public final class BuildGroups {

    private static final long MEGABYTE = 1 << 20;
    private static final int MILLIS_OF_A_PROCESSOR = 1000;

    /** Also set on the group, since the kernel does not compare the niceness of processes in different groups. */
    private static final int NICENESS = Integer.parseInt(BuildLimits.NICENESS);

    private final Cgroups cgroups;
    private final CgroupLimits limits;

    /**
     * @param memory memory limit of all processes of a build together, in bytes
     * @param cpus number of processors that they may use together
     */
    public BuildGroups(Cgroups cgroups, long memory, double cpus) {
        this.cgroups = cgroups;
        this.limits = new CgroupLimits(memory, (int) Math.ceil(cpus * MILLIS_OF_A_PROCESSOR), NICENESS);
    }

    /**
     * Runs the command until it ends. Blocks.
     *
     * @param layer the directory that is built, from which the group's name is derived
     * @param runner runs a command and returns when it has ended
     * @throws ProgramFailed also if the build exceeds the memory limit or cannot be ended
     */
    void run(Path layer, ProgramCommand command, Consumer<ProgramCommand> runner) {
        Optional<Cgroup> group = make(layer);
        if (group.isEmpty()) {
            runner.accept(command);
            return;
        }
        try (Cgroup open = group.get()) {
            runWithin(open, command, runner);
        }
        if (!group.get().isGone()) {
            throw new ProgramFailed("a process of the build could not be ended");
        }
    }

    /** Ends builds that a previous server left behind, and removes their groups. Blocks. */
    public void sweep(Stream<Path> layers) {
        cgroups.sweep(layers.map(BuildGroups::nameOf));
    }

    private Optional<Cgroup> make(Path layer) {
        try {
            return cgroups.make(nameOf(layer), limits);
        } catch (IOException e) {
            throw new ProgramFailed("the build's limits could not be set: " + e.getMessage());
        }
    }

    private void runWithin(Cgroup group, ProgramCommand command, Consumer<ProgramCommand> runner) {
        try {
            runner.accept(command.with(group.entering(command.arguments())));
        } catch (ProgramFailed e) {
            if (group.ranOutOfMemory()) {
                throw new ProgramFailed("the build needed more memory than the " + limits.memory() / MEGABYTE
                        + " MB that a build may have (webendpoints.images.max-build-memory), and was ended");
            }
            throw e;
        }
    }

    /** Returns a name that no worker's group has, without the leading dot of an unfinished directory. */
    private static String nameOf(Path layer) {
        String directory = layer.getFileName().toString();
        return "build-" + directory.substring(directory.lastIndexOf('-') + 1);
    }
}
