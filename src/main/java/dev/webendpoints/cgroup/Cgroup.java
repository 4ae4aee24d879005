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
 * One control group: what all of its processes may use together. When they need more memory, all of them are killed; when
 * they need more of the processors, they wait.
 *
 * @param controllers that it has
 */
public record Cgroup(Path directory, CgroupLimits limits, Set<String> controllers) implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Cgroup.class);

    static final String PROCESSES = "cgroup.procs";

    /** Microseconds in which a group may use its share, as the kernel has it for a default. */
    private static final int PERIOD = 100_000;

    /** Microseconds: what the kernel takes at least. */
    private static final int LEAST_SHARE = 1_000;

    private static final int SHARE_OF_A_MILLI = PERIOD / 1000;

    private static final Duration EMPTYING = Duration.ofSeconds(2);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);

    /** Puts itself there before it becomes what it shall be, so that none of its children is ever elsewhere. */
    private static final List<String> ENTER = List.of("/bin/sh", "-c", "echo $$ > \"$0\" && exec \"$@\"");

    /** To be called once, and before all else but {@link #keepsMemory} and {@link #keepsProcessors}. */
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
            // The kernel compares the niceness of processes within one group only.
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

    /** The command that runs another one in here. */
    public List<String> entering(List<String> command) {
        return Stream.of(ENTER, List.of(directory.resolve(PROCESSES).toString()), command)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Takes them in, and those that they make meanwhile: a process that is in makes its children in here.
     *
     * @param processes looks for them
     * @throws IOException also when there is none left of them
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
     * Whether its processes were killed for its limit of memory. Not when the whole machine had no memory left, and the kernel
     * chose this group: that reaches no limit.
     */
    public boolean ranOutOfMemory() {
        try {
            List<String> events = Files.readAllLines(directory.resolve("memory.events"));
            return keepsMemory() && !events.contains("oom 0") && !events.contains("oom_kill 0");
        } catch (IOException gone) {
            return false;
        }
    }

    /** Kills what is left in it, and removes it. Blocks as {@link #remove} does. */
    @Override
    public void close() {
        remove(directory);
    }

    /** Whether it is removed, and so nothing of it runs. */
    public boolean isGone() {
        return !Files.exists(directory);
    }

    /** Kills what is left in it. Blocks until that is gone, for {@link #EMPTYING} at most. */
    static void remove(Path directory) {
        long deadline = System.nanoTime() + EMPTYING.toNanos();
        while (!isRemoved(directory)) {
            if (System.nanoTime() > deadline) {
                LOG.warnf("a cgroup is left: %s", directory);
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
            LOG.debug("a cgroup cannot be killed as a whole", olderKernel);
        }
    }
}
