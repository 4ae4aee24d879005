package dev.webendpoints.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds processes by their pid in the PID namespace of another process (pid_namespaces(7)). */
public final class NamespacePids {

    /** Pids of a process in its namespaces, from this one inward (proc(5), status). */
    private static final String NUMBERS = "NSpid:";

    private NamespacePids() {}

    /** Returns a child of {@code parent} and its descendants; empty if it is gone. Blocks for milliseconds. */
    public static List<ProcessHandle> family(long parent, long numberThere) {
        int depth = numbers(parent).size() - 1;
        return ProcessHandle.of(parent).stream()
                .flatMap(ProcessHandle::children)
                .filter(child -> depth >= 0 && isNumbered(child, depth, numberThere))
                .flatMap(child -> Stream.concat(Stream.of(child), child.descendants()))
                .toList();
    }

    /** Returns whether a process is in a PID namespace below that of another process. Blocks briefly. */
    public static boolean isInner(ProcessHandle process, Process other) {
        return numbers(process.pid()).size() > numbers(other.pid()).size();
    }

    private static boolean isNumbered(ProcessHandle process, int depth, long number) {
        List<Long> numbers = numbers(process.pid());
        return numbers.size() > depth && numbers.get(depth) == number;
    }

    private static List<Long> numbers(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(NUMBERS))
                    .flatMap(line ->
                            Stream.of(line.substring(NUMBERS.length()).strip().split("\\s+")))
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException gone) {
            return List.of();
        }
    }
}
