package dev.webendpoints.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of {@code /proc} through which a process reads or changes the machine rather than itself. Container
 * runtimes mask them or make them read-only (OCI runtime specification, Linux, "Masked Paths" and "Readonly Paths").
 * The kernel lets user 0 of the host write to some of them even without capabilities. {@code namespaces.py} masks the
 * same parts for forked workers.
 */
final class ProcMasks {

    private static final Path PROC = Path.of("/proc");
    private static final Path NULL = Path.of("/dev/null");
    private static final List<String> READ_ONLY = List.of("bus", "fs", "irq", "sys", "sysrq-trigger");
    private static final List<String> EMPTY = List.of(
            "acpi", "asound", "kcore", "keys", "latency_stats", "sched_debug", "scsi", "timer_list", "timer_stats");

    private ProcMasks() {}

    /** Returns bubblewrap arguments to follow {@code --proc /proc}. Every proc file system has the same entries. */
    static List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (String name : READ_ONLY) {
            Path path = PROC.resolve(name);
            if (Files.exists(path)) {
                arguments.addAll(List.of("--ro-bind", path.toString(), path.toString()));
            }
        }
        for (String name : EMPTY) {
            Path path = PROC.resolve(name);
            if (Files.isDirectory(path)) {
                arguments.addAll(List.of("--tmpfs", path.toString(), "--remount-ro", path.toString()));
            } else if (Files.exists(path)) {
                arguments.addAll(List.of("--ro-bind", NULL.toString(), path.toString()));
            }
        }
        return arguments;
    }
}
