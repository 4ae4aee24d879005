package dev.webendpoints.worker.process.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.webendpoints.host.HostPrograms;

/**
 * The scheduling priority of workers and zygotes, by which they yield the processors to the server. A worker's code can
 * lower its priority further but never raise it.
 *
 * @param nice the program that starts another one with lower priority (nice(1)); empty if priority is not lowered
 * @param niceness 0 to 19
 */
public record WorkerPriority(Optional<Path> nice, int niceness) {

    private static final Logger LOG = Logger.getLogger(WorkerPriority.class);

    public static WorkerPriority of(int niceness) {
        Optional<Path> nice = niceness == 0 ? Optional.empty() : HostPrograms.find("nice");
        if (niceness > 0 && nice.isEmpty()) {
            LOG.warn("Workers have the server's priority: nice is not on PATH");
        }
        return new WorkerPriority(nice, niceness);
    }

    /** Returns the command that runs {@code command} with this priority. */
    List<String> lowering(List<String> command) {
        return nice.map(program -> Stream.concat(
                                Stream.of(program.toString(), "-n", Integer.toString(niceness)), command.stream())
                        .toList())
                .orElse(command);
    }
}
