package dev.webendpoints.worker.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionKey;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersion.VolumeMount;

/**
 * Workers of one workspace that start from the same interpreter, packages and volumes can come from one zygote.
 *
 * @param snapshotOf the function version whose code the zygote has loaded; null for one of many functions
 */
record ZygoteKey(String workspaceId, PythonEnvironment environment, List<VolumeMount> volumes, FunctionKey snapshotOf) {

    private static final List<String> READ_AT_START = List.of("PYTHON", "LC_", "MALLOC_", "MODAL_");

    /** The kinds of zygote that would do for a function, the best first; none when it must start afresh. */
    static List<ZygoteKey> suiting(FunctionVersion version, PythonEnvironment environment) {
        ZygoteKey shared = new ZygoteKey(version.workspaceId(), environment, version.volumes(), null);
        boolean canShare = version.start() != FunctionVersion.Start.FRESH && !readAtStart(version.environment());
        List<ZygoteKey> suiting = new ArrayList<>();
        if (version.start() == FunctionVersion.Start.SNAPSHOT) {
            suiting.add(new ZygoteKey(version.workspaceId(), environment, version.volumes(), version.key()));
        }
        if (canShare) {
            suiting.add(shared);
        }
        return suiting;
    }

    boolean isSnapshot() {
        return snapshotOf != null;
    }

    /** Variables that are read when an interpreter or Modal's client starts, and never again. */
    private static boolean readAtStart(Map<String, String> variables) {
        return variables.keySet().stream()
                .anyMatch(name -> name.equals("LANG")
                        || LoaderVariables.changesLoading(name)
                        || READ_AT_START.stream().anyMatch(name::startsWith));
    }
}
