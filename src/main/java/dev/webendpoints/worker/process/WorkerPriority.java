package dev.webendpoints.worker.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/**
 * How far workers, and zygotes, give way to the server when all want the processors. Code of a worker can lower its
 * priority further and never raise it.
 *
 * @param nice the program that starts another one with less priority (nice(1)); empty where nothing gives way
 * @param niceness 0 to 19
 */
record WorkerPriority(Optional<Path> nice, int niceness) {

    private static final Logger LOG = Logger.getLogger(WorkerPriority.class);

    static WorkerPriority of(int niceness) {
        Optional<Path> nice = niceness == 0 ? Optional.empty() : HostPrograms.find("nice");
        if (niceness > 0 && nice.isEmpty()) {
            LOG.warn("workers have the server's priority: nice is not on PATH");
        }
        return new WorkerPriority(nice, niceness);
    }

    /** The command that runs another one with this priority. */
    List<String> lowering(List<String> command) {
        return nice.map(program -> Stream.concat(
                                Stream.of(program.toString(), "-n", Integer.toString(niceness)), command.stream())
                        .toList())
                .orElse(command);
    }
}
