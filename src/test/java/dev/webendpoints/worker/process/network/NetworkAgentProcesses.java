package dev.webendpoints.worker.process.network;

import java.util.List;

import dev.webendpoints.worker.process.run.OrphanedProcesses;

/** Finds the network agents of a worker, and their stacks. */
public final class NetworkAgentProcesses {

    private static final int DISTINCTIVE = 100;

    private NetworkAgentProcesses() {}

    public static List<ProcessHandle> of(String workerId) {
        String program = NetworkAgents.text().substring(0, DISTINCTIVE);
        return OrphanedProcesses.of(workerId).stream()
                .filter(process -> {
                    String command = process.info().commandLine().orElse("");
                    return command.contains(program) || command.contains("pasta") || command.contains("slirp");
                })
                .toList();
    }
}
