package dev.webendpoints.image.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each process of a build may use, kept by the kernel (resource limits), where {@code prlimit} is on PATH.
 *
 * @param memory bytes of data of one process
 * @param fileSize bytes of one file
 * @param processes processes and threads of a confined build; elsewhere the kernel would count the server's too
 */
public record BuildLimits(long memory, long fileSize, int processes) {

    /** Whether the kernel can be asked to keep them. */
    public static boolean arePossible() {
        return ProgramPaths.named("prlimit").isPresent();
    }

    /** The command with the limits set in front of it. */
    List<String> applyTo(List<String> command, boolean confined) {
        Optional<Path> prlimit = ProgramPaths.named("prlimit");
        if (prlimit.isEmpty()) {
            return command;
        }
        List<String> limited = new ArrayList<>(
                List.of(prlimit.get().toString(), "--core=0", "--data=" + memory, "--fsize=" + fileSize));
        if (confined) {
            limited.add("--nproc=" + processes);
        }
        limited.addAll(command);
        return limited;
    }
}
