package dev.webendpoints.worker.process;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Variables that change how a program itself is loaded. Bubblewrap runs outside the sandbox with the environment it is
 * given, so a user's {@code LD_PRELOAD} must reach the worker only.
 */
final class LoaderVariables {

    private static final Set<String> OTHERS = Set.of("GCONV_PATH", "GLIBC_TUNABLES", "LOCPATH", "NLSPATH");

    private LoaderVariables() {}

    static Map<String, String> of(Map<String, String> variables) {
        Map<String, String> loader = new TreeMap<>(variables);
        loader.keySet().removeIf(name -> !changesLoading(name));
        return loader;
    }

    static boolean changesLoading(String name) {
        return name.startsWith("LD_") || OTHERS.contains(name);
    }
}
