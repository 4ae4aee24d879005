package dev.webendpoints.worker.process.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionVersion;

/**
 * The inputs that are known before a worker's process starts.
 *
 * @param volumes the directory that contains every volume
 * @param network network that the worker starts in
 * @param container variables of every container
 */
public record WorkerPlan(
        RunDirectory run,
        FunctionVersion version,
        PythonEnvironment environment,
        Path volumes,
        WorkerNetwork network,
        ContainerVariables container) {

    /** The variables that programs expect, in every worker. */
    public static final Map<String, String> DEFAULTS = Map.of("LANG", "C.UTF-8", "PYTHONUNBUFFERED", "1");

    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** @throws IllegalArgumentException if a path of the user would lead out of the worker's files */
    public WorkerPlan {
        Stream.concat(
                        version.volumes().stream().map(FunctionSpec.VolumeMount::path),
                        Stream.ofNullable(environment.workdir()))
                .filter(path -> !ReachablePaths.isPlain(path))
                .findFirst()
                .ifPresent(path -> {
                    throw new IllegalArgumentException("a path is absolute and without '.' and '..', not " + path);
                });
        requireSafeVolumes(version, environment);
    }

    /** Checks the volumes again, since a version may be older than these rules or deployed on another server. */
    private static void requireSafeVolumes(FunctionVersion version, PythonEnvironment environment) {
        List<Path> interpreter = InterpreterPaths.of(environment).stream()
                .filter(path -> !path.startsWith("/usr"))
                .toList();
        ReachablePaths.confined(interpreter)
                .firstUnreachable(
                        List.of(),
                        version.volumes().stream()
                                .map(FunctionSpec.VolumeMount::path)
                                .toList())
                .ifPresent(volume -> {
                    throw new IllegalArgumentException(
                            "a volume cannot be mounted at " + volume.path() + ": " + volume.reason());
                });
    }

    /**
     * Returns the worker's whole environment: a few variables that programs expect, then the image's, then the
     * function's, then those that identify the container. No variable of the server is included.
     *
     * @param io the directory of the worker's sockets, as the worker sees it
     */
    public Map<String, String> variables(Path home, Path scratch, Path io) {
        Map<String, String> variables = new HashMap<>();
        variables.put("PATH", environment.python().getParent() + ":" + SYSTEM_PATH);
        variables.put("HOME", home.toString());
        variables.put("TMPDIR", scratch.toString());
        variables.putAll(DEFAULTS);
        variables.putAll(container.defaults());
        variables.putAll(environment.variables());
        variables.putAll(version.environment());
        variables.putAll(container.of(version, run.workerId(), io));
        variables.put(OrphanedProcesses.MARKER, run.workerId());
        return variables;
    }

    /** Returns a volume's directory. Its name comes from the database and never contains a separator. */
    public Path volume(FunctionSpec.VolumeMount mount) {
        return volumes.resolve(Path.of(mount.volumeId()).getFileName());
    }
}
