package dev.webendpoints.worker.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.source.ContentId;
import dev.webendpoints.worker.FunctionKey;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersion.VolumeMount;

/**
 * Workers of one workspace that start from the same interpreter, packages and volumes can come from one zygote.
 *
 * @param snapshotOf the function version whose code the zygote has loaded; null for one of many functions
 * @param variables the hash of the variables that this code was loaded with, secrets among them; null likewise
 */
record ZygoteKey(
        String workspaceId,
        PythonEnvironment environment,
        List<VolumeMount> volumes,
        FunctionKey snapshotOf,
        String variables) {

    private static final List<String> READ_AT_START = List.of("PYTHON", "LC_", "MALLOC_", "MODAL_");

    /** The kinds of zygote that would do for a function, the best first; none when it must start afresh. */
    static List<ZygoteKey> suiting(FunctionVersion version, PythonEnvironment environment) {
        ZygoteKey shared = new ZygoteKey(version.workspaceId(), environment, version.volumes(), null, null);
        boolean canShare = version.start() != FunctionVersion.Start.FRESH && !readAtStart(version.environment());
        List<ZygoteKey> suiting = new ArrayList<>();
        if (version.start() == FunctionVersion.Start.SNAPSHOT) {
            suiting.add(new ZygoteKey(
                    version.workspaceId(), environment, version.volumes(), version.key(), hash(version.environment())));
        }
        if (canShare) {
            suiting.add(shared);
        }
        return suiting;
    }

    private static String hash(Map<String, String> variables) {
        return ContentId.hashOf(new TreeMap<>(variables)
                .entrySet().stream()
                        .flatMap(variable -> Stream.of(variable.getKey(), variable.getValue()))
                        .toList());
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
