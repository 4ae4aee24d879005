package dev.webendpoints.boot.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a PostgreSQL server writes of itself into {@code postmaster.pid} (its src/include/utils/pidfile.h). */
final class PostmasterFile {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    private PostmasterFile() {}

    static int portOf(Path cluster) throws IOException {
        List<String> lines = Files.readAllLines(file(cluster));
        if (lines.size() <= PORT_LINE) {
            throw new PostgresUnavailable("a PostgreSQL server is just starting in " + cluster + "; try again");
        }
        return Integer.parseInt(lines.get(PORT_LINE).trim());
    }

    /**
     * Whether the process that the file names is a server of this cluster. After a crash of the machine, or in a container
     * that is started again, the number may belong to any other process. Where the system does not tell a process's command,
     * the file is believed.
     */
    static boolean isOf(Path cluster) throws IOException {
        long pid =
                Long.parseLong(Files.readAllLines(file(cluster)).get(PID_LINE).trim());
        return ProcessHandle.of(pid)
                .map(process -> process.info()
                        .commandLine()
                        .map(command -> command.contains(cluster.toString()))
                        .orElse(true))
                .orElse(false);
    }

    /**
     * Only when the number is another process's: PostgreSQL would refuse to start. A file whose process is gone is left to
     * PostgreSQL, which finds out by it whether parts of that server still run.
     */
    static void deleteIn(Path cluster) throws IOException {
        Files.deleteIfExists(file(cluster));
    }

    private static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }
}
