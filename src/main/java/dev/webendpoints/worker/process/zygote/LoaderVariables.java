package dev.webendpoints.worker.process.zygote;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.process.run.WorkerPlan;

/**
 * Variables that the dynamic loader, the C library or the interpreter reads when a process starts: a zygote that runs
 * already cannot apply them.
 */
final class LoaderVariables {

    private static final List<String> PREFIXES = List.of("LD_", "LC_", "MALLOC_", "PYTHON");

    private static final Set<String> OTHERS = Set.of("GCONV_PATH", "GLIBC_TUNABLES", "LANG", "LOCPATH", "NLSPATH");

    private LoaderVariables() {}

    /** Returns a variable of this kind whose value in the function is not that in its image; empty if there is none. */
    static Optional<String> differing(FunctionVersion version, PythonEnvironment environment) {
        return version.environment().entrySet().stream()
                .filter(variable -> isReadAtStart(variable.getKey()))
                .filter(variable -> !variable.getValue().equals(valueIn(environment, variable.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    private static boolean isReadAtStart(String name) {
        return OTHERS.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
    }

    private static String valueIn(PythonEnvironment environment, String name) {
        return environment.variables().getOrDefault(name, WorkerPlan.DEFAULTS.get(name));
    }
}
