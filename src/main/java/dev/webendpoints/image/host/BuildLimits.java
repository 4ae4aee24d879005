package dev.webendpoints.image.host;

import java.util.ArrayList;
import java.util.List;

import dev.webendpoints.host.HostPrograms;

/**
 * Resource limits of each process of a build, enforced by the kernel, if {@code prlimit} is on PATH.
 *
 * @param memory bytes of data of one process
 * @param fileSize bytes of one file
 * @param processes processes and threads of a confined build; elsewhere the kernel would count the server's too
 */
public record BuildLimits(long memory, long fileSize, int processes) {

    static final String NICENESS = "15";

    /** Returns whether the kernel can enforce the limits. */
    public static boolean arePossible() {
        return HostPrograms.findBinary("prlimit").isPresent();
    }

    /** Prefixes the command with the limits, and with a low scheduling priority. */
    List<String> applyTo(List<String> command, boolean confined) {
        List<String> limited = new ArrayList<>();
        HostPrograms.findBinary("nice").ifPresent(nice -> limited.addAll(List.of(nice.toString(), "-n", NICENESS)));
        HostPrograms.findBinary("prlimit").ifPresent(prlimit -> {
            limited.addAll(List.of(prlimit.toString(), "--core=0", "--data=" + memory, "--fsize=" + fileSize));
            if (confined) {
                limited.add("--nproc=" + processes);
            }
        });
        limited.addAll(command);
        return limited;
    }
}
