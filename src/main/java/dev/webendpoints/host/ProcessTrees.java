package dev.webendpoints.host;

import java.util.List;

/** Ends processes together with their descendants. */
public final class ProcessTrees {

    private ProcessTrees() {}

    /** Kills a process and its descendants, which are looked up first: later they are those of another process. */
    public static void kill(Process process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }
}
