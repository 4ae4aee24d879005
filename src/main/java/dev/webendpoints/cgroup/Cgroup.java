package dev.webendpoints.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/**
 * One control group, which limits what its processes use together. Past the memory limit the kernel kills all of them;
 * past the processor limit it throttles them.
 *
 * @param controllers controllers that are enabled for the group
 */
public record Cgroup(Path directory, CgroupLimits limits, Set<String> controllers) implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Cgroup.class);

    static final String PROCESSES = "cgroup.procs";

    /** The period of {@code cpu.max} in microseconds: the kernel's default. */
    private static final int PERIOD = 100_000;

    /** The smallest processor quota that the kernel accepts, in microseconds. */
    private static final int LEAST_SHARE = 1_000;

    private static final int SHARE_OF_A_MILLI = PERIOD / 1000;

    private static final Duration EMPTYING = Duration.ofSeconds(2);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);

    /** A shell that joins the group before it executes the command, so that no child is outside the group. */
    private static final List<String> ENTER = List.of("/bin/sh", "-c", "echo $$ > \"$0\" && exec \"$@\"");

    /** Creates the group. Called once, before all methods but {@link #keepsMemory} and {@link #keepsProcessors}. */
    void make() throws IOException {
        Files.createDirectory(directory);
        try {
            limit();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void limit() throws IOException {
        if (keepsMemory()) {
            set("memory.max", Long.toString(limits.memory()));
            set("memory.oom.group", "1");
            if (Files.exists(directory.resolve("memory.swap.max"))) {
                set("memory.swap.max", "0");
            }
        }
        if (keepsProcessors()) {
            set("cpu.max", Math.max(LEAST_SHARE, limits.milliCpu() * SHARE_OF_A_MILLI) + " " + PERIOD);
        }
        if (limits.niceness() != 0 && controllers.contains(Cgroups.CPU)) {
            // The kernel compares the niceness of processes only within one group.
            set("cpu.weight.nice", Integer.toString(limits.niceness()));
        }
    }

    private void set(String file, String value) throws IOException {
        Files.writeString(directory.resolve(file), value);
    }

    public boolean keepsMemory() {
        return limits.memory() > 0 && controllers.contains(Cgroups.MEMORY);
    }

    public boolean keepsProcessors() {
        return limits.milliCpu() > 0 && controllers.contains(Cgroups.CPU);
    }

    /** Returns the command that runs {@code command} in this group. */
    public List<String> entering(List<String> command) {
        return Stream.of(ENTER, List.of(directory.resolve(PROCESSES).toString()), command)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Moves processes into this group, with those that they start meanwhile. A process in the group starts its children
     * in it.
     *
     * @param processes finds the processes
     * @throws IOException if a process cannot be moved, or if none is left
     */
    public void take(Supplier<List<ProcessHandle>> processes) throws IOException {
        Set<Long> taken = new HashSet<>();
        List<Long> outside = outside(taken, processes);
        if (outside.isEmpty()) {
            throw new IOException("the process is gone");
        }
        while (!outside.isEmpty()) {
            for (long pid : outside) {
                set(PROCESSES, Long.toString(pid));
                taken.add(pid);
            }
            outside = outside(taken, processes);
        }
    }

    private static List<Long> outside(Set<Long> taken, Supplier<List<ProcessHandle>> processes) {
        return processes.get().stream()
                .map(ProcessHandle::pid)
                .filter(pid -> !taken.contains(pid))
                .toList();
    }

    /**
     * Returns whether the group's processes were killed for its memory limit. False if the machine was out of memory
     * and the kernel chose this group, since no limit was reached then.
     */
    public boolean ranOutOfMemory() {
        try {
            List<String> events = Files.readAllLines(directory.resolve("memory.events"));
            return keepsMemory() && !events.contains("oom 0") && !events.contains("oom_kill 0");
        } catch (IOException gone) {
            return false;
        }
    }

    /** Kills the remaining processes and removes the group. Blocks like {@link #remove}. */
    @Override
    public void close() {
        remove(directory);
    }

    /** Returns whether the group is removed, and so none of its processes runs. */
    public boolean isGone() {
        return !Files.exists(directory);
    }

    /** Kills the remaining processes and removes the group. Blocks until it is gone, for at most {@link #EMPTYING}. */
    static void remove(Path directory) {
        long deadline = System.nanoTime() + EMPTYING.toNanos();
        while (!isRemoved(directory)) {
            if (System.nanoTime() > deadline) {
                LOG.warnf("Cgroup not removed: path=%s", directory);
                return;
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    private static boolean isRemoved(Path directory) {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (IOException stillUsed) {
            killAll(directory);
            return false;
        }
    }

    private static void killAll(Path directory) {
        try {
            Files.writeString(directory.resolve("cgroup.kill"), "1");
        } catch (IOException olderKernel) {
            LOG.debug("Kernel does not support cgroup.kill", olderKernel);
        }
    }
}
