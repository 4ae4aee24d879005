package dev.webendpoints.worker.process.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Finds and kills processes that still run although their worker is gone. Every process that a worker starts inherits a
 * variable that names the worker; a pid alone may have been reused. Without {@code /proc} nothing is found, and only
 * the worker's own descendants are ended.
 */
public final class OrphanedProcesses {

    /** Name of the variable; its value is the worker's id. */
    public static final String MARKER = "WEBENDPOINTS_WORKER";

    /** Name of the variable of a zygote and all processes that it forked. */
    public static final String ZYGOTE_MARKER = "WEBENDPOINTS_ZYGOTE";

    public static final List<String> MARKERS = List.of(MARKER, ZYGOTE_MARKER);

    private static final Path PROC = Path.of("/proc");
    private static final Duration DEATH = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private OrphanedProcesses() {}

    /** Kills a worker's processes, and those they start meanwhile. Blocks until none is left, or for {@link #DEATH}. */
    public static List<ProcessHandle> kill(String workerId) {
        return killAll(MARKER + "=" + workerId);
    }

    public static List<ProcessHandle> killZygote(String zygoteId) {
        return killAll(ZYGOTE_MARKER + "=" + zygoteId);
    }

    private static List<ProcessHandle> killAll(String marker) {
        List<ProcessHandle> first = marked(marker);
        long deadline = System.nanoTime() + DEATH.toNanos();
        for (List<ProcessHandle> left = first; !left.isEmpty() && System.nanoTime() < deadline; left = marked(marker)) {
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return first;
    }

    /** Returns a worker's processes, without zombies. */
    public static List<ProcessHandle> of(String workerId) {
        return marked(MARKER + "=" + workerId);
    }

    private static List<ProcessHandle> marked(String marker) {
        if (!Files.isDirectory(PROC)) {
            return List.of();
        }
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .filter(pid -> environment(pid).contains(marker))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns the variables of a process; empty if another user owns it or it is gone. */
    private static List<String> environment(String pid) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(pid).resolve("environ"));
            return List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
