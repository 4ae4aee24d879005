package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes of one running program, including those that leave its process group or session. A child whose parent
 * has ended is an orphan; it is killed after a grace period, because it may hold the pipes that its build waits for.
 * Not thread-safe.
 */
final class BuildProcesses {

    private static final Duration ORPHAN_GRACE = Duration.ofSeconds(2);
    private static final Duration DEATH = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Process program;
    private final boolean confined;
    private final Map<ProcessHandle, Optional<ProcessHandle>> parents = new HashMap<>();
    private final Map<ProcessHandle, Long> orphanedAt = new HashMap<>();
    private ProcessHandle main;

    /** @param confined whether the program is bubblewrap, whose first child adopts the orphans */
    BuildProcesses(Process program, boolean confined) {
        this.program = program;
        this.confined = confined;
    }

    /** Kills those that have been orphans for a while. Must be called often: only processes that it saw are known. */
    void endOrphans() {
        program.descendants().forEach(process -> parents.putIfAbsent(process, process.parent()));
        parents.keySet().removeIf(process -> !process.isAlive());
        long now = System.nanoTime();
        parents.forEach((process, parent) -> {
            if (!process.parent().equals(parent)) {
                orphanedAt.putIfAbsent(process, now);
            }
        });
        adopted().forEach(process -> orphanedAt.putIfAbsent(process, now));
        orphanedAt.forEach((process, since) -> {
            if (now - since > ORPHAN_GRACE.toNanos()) {
                process.destroyForcibly();
            }
        });
        orphanedAt.keySet().removeIf(process -> !process.isAlive());
    }

    /** Returns the children of the namespace's first process, except the first one, the build's own program. */
    private List<ProcessHandle> adopted() {
        if (!confined) {
            return List.of();
        }
        List<ProcessHandle> children =
                program.children().flatMap(ProcessHandle::children).toList();
        if (main == null && !children.isEmpty()) {
            main = Collections.min(children, Comparator.comparingLong(ProcessHandle::pid));
        }
        return children.stream().filter(process -> !process.equals(main)).toList();
    }

    /**
     * Kills all processes, including the program, and waits until they have ended: until then they could change the
     * files that the server uses next. The program's output can still be read. Blocks for at most {@link #DEATH}.
     *
     * @throws ProgramFailed if one of them is still running
     */
    void end() {
        program.descendants().forEach(process -> parents.putIfAbsent(process, process.parent()));
        parents.keySet().forEach(ProcessHandle::destroyForcibly);
        program.toHandle().destroyForcibly();
        long deadline = System.nanoTime() + DEATH.toNanos();
        while (!parents.keySet().stream().allMatch(BuildProcesses::hasEnded)) {
            if (System.nanoTime() > deadline) {
                throw new ProgramFailed("a process of the build could not be ended");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Returns whether it has ended; a zombie that its parent has not waited for has (proc(5), stat). */
    private static boolean hasEnded(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException | IndexOutOfBoundsException e) {
            return !process.isAlive();
        }
    }
}
