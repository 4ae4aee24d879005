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
 * Runs each program of a build in a control group of its own where the server has some: what its processes use together is
 * limited, and all of them are ended with it, also those that hide from {@link BuildProcesses}. Elsewhere it runs as it is.
 */
public final class BuildGroups {

    private static final long MEGABYTE = 1 << 20;
    private static final int MILLIS_OF_A_PROCESSOR = 1000;

    /** Set on the group as well: the kernel does not compare the niceness of processes of different groups. */
    private static final int NICENESS = Integer.parseInt(BuildLimits.NICENESS);

    private final Cgroups cgroups;
    private final CgroupLimits limits;

    /**
     * @param memory bytes of all processes of a build together
     * @param cpus processors that they may use together
     */
    public BuildGroups(Cgroups cgroups, long memory, double cpus) {
        this.cgroups = cgroups;
        this.limits = new CgroupLimits(memory, (int) Math.ceil(cpus * MILLIS_OF_A_PROCESSOR), NICENESS);
    }

    /**
     * Runs the command to its end. Blocks.
     *
     * @param layer the directory that is built, by which the group is named
     * @param runner starts the command that it is given, and returns when that has ended
     * @throws ProgramFailed also when the build needed too much memory, or cannot be ended
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

    /** Ends what a server before this one left of its builds, and removes their groups. Blocks. */
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

    /** Beside the names of workers' groups, and without the dot that a directory which is not finished begins with. */
    private static String nameOf(Path layer) {
        String directory = layer.getFileName().toString();
        return "build-" + directory.substring(directory.lastIndexOf('-') + 1);
    }
}
