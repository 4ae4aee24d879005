package dev.webendpoints.worker.process.zygote;

import java.util.Set;

/** Variables that change how a program is loaded: a zygote that runs already cannot apply them. */
final class LoaderVariables {

    private static final Set<String> OTHERS = Set.of("GCONV_PATH", "GLIBC_TUNABLES", "LOCPATH", "NLSPATH");

    private LoaderVariables() {}

    static boolean changesLoading(String name) {
        return name.startsWith("LD_") || OTHERS.contains(name);
    }
}
