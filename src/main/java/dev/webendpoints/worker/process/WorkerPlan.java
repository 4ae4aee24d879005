package dev.webendpoints.worker.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionVersion;

/**
 * Everything that is known before a worker's process starts.
 *
 * @param volumes the directory that holds every volume
 * @param network that it starts in
 */
record WorkerPlan(
        RunDirectory run, FunctionVersion version, PythonEnvironment environment, Path volumes, WorkerNetwork network) {

    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** @throws IllegalArgumentException when a path of the user's would lead out of the worker's files */
    WorkerPlan {
        Stream.concat(
                        version.volumes().stream().map(FunctionVersion.VolumeMount::path),
                        Stream.ofNullable(environment.workdir()))
                .filter(path -> !ReachablePaths.isPlain(path))
                .findFirst()
                .ifPresent(path -> {
                    throw new IllegalArgumentException("a path is absolute and without '.' and '..', not " + path);
                });
        requireSafeVolumes(version, environment);
    }

    /** Also for what was deployed before these rules were, or on another server. */
    private static void requireSafeVolumes(FunctionVersion version, PythonEnvironment environment) {
        List<Path> interpreter = SandboxMounts.interpreterPathsOf(environment)
                .filter(path -> !path.startsWith("/usr"))
                .toList();
        ReachablePaths.confined(interpreter)
                .firstUnreachable(
                        List.of(),
                        version.volumes().stream()
                                .map(FunctionVersion.VolumeMount::path)
                                .toList())
                .ifPresent(volume -> {
                    throw new IllegalArgumentException(
                            "a volume cannot be mounted at " + volume.path() + ": " + volume.reason());
                });
    }

    /**
     * The worker's whole environment: a few variables that programs expect, then the image's, then the function's own.
     * Nothing of the server's.
     */
    Map<String, String> variables(Path home, Path scratch) {
        Map<String, String> variables = new HashMap<>();
        variables.put("PATH", environment.python().getParent() + ":" + SYSTEM_PATH);
        variables.put("HOME", home.toString());
        variables.put("TMPDIR", scratch.toString());
        variables.put("LANG", "C.UTF-8");
        variables.put("PYTHONUNBUFFERED", "1");
        variables.putAll(environment.variables());
        variables.putAll(version.environment());
        variables.put(OrphanedProcesses.MARKER, run.workerId());
        return variables;
    }

    /** A volume's directory, whose name comes from the database and never holds a separator. */
    Path volume(FunctionVersion.VolumeMount mount) {
        return volumes.resolve(Path.of(mount.volumeId()).getFileName());
    }
}
