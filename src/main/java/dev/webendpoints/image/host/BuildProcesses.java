package dev.webendpoints.image.host;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of one running program, also those that leave its process group or session. A child whose parent has
 * ended is an orphan; it is ended after a grace period, for it may hold the pipes that its build waits for. Not
 * thread-safe.
 */
final class BuildProcesses {

    private static final Duration ORPHAN_GRACE = Duration.ofSeconds(2);

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

    /** Ends those that have been orphans for a while. Call it often: only a process that was seen is known. */
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

    /** Children of the namespace's first process, but for the build's own program, which is its first child. */
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

    /** Ends all of them, the program included. What it has printed can still be read. */
    void end() {
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        parents.keySet().forEach(ProcessHandle::destroyForcibly);
        program.toHandle().destroyForcibly();
    }
}
