package dev.webendpoints.worker.process;

import java.util.List;
import java.util.Map;

import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersion.VolumeMount;

/** Workers of one workspace that start from the same interpreter, packages and volumes can come from one zygote. */
record ZygoteKey(String workspaceId, PythonEnvironment environment, List<VolumeMount> volumes) {

    private static final List<String> READ_AT_START = List.of("PYTHON", "LC_", "MALLOC_", "MODAL_");

    static ZygoteKey of(FunctionVersion version, PythonEnvironment environment) {
        return new ZygoteKey(version.workspaceId(), environment, version.volumes());
    }

    /** Whether the function has variables that are read when an interpreter or Modal's client starts, and never again. */
    static boolean needsFreshProcess(Map<String, String> variables) {
        return variables.keySet().stream()
                .anyMatch(name -> name.equals("LANG")
                        || LoaderVariables.changesLoading(name)
                        || READ_AT_START.stream().anyMatch(name::startsWith));
    }
}
