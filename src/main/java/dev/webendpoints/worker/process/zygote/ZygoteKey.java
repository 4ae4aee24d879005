package dev.webendpoints.worker.process.zygote;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.function.StartMode;
import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.source.ContentId;
import dev.webendpoints.worker.FunctionVersion;

/**
 * Identifies a kind of zygote: workers of one workspace with the same interpreter, packages and volumes can share one.
 *
 * @param snapshotOf the function version whose code the zygote has loaded; null for a zygote that functions share
 * @param variables the hash of the variables that this code was loaded with, including secrets; null likewise
 */
record ZygoteKey(
        String workspaceId,
        PythonEnvironment environment,
        List<VolumeMount> volumes,
        FunctionKey snapshotOf,
        String variables) {

    /** Returns the kinds of zygote that suit a function, the best first; none if it needs a fresh process. */
    static List<ZygoteKey> suiting(FunctionVersion version, PythonEnvironment environment) {
        ZygoteKey shared = new ZygoteKey(version.workspaceId(), environment, version.volumes(), null, null);
        boolean canShare = version.start() != StartMode.FRESH
                && LoaderVariables.differing(version, environment).isEmpty();
        List<ZygoteKey> suiting = new ArrayList<>();
        if (version.start() == StartMode.SNAPSHOT) {
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
}
