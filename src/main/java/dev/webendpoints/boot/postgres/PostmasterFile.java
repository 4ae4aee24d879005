package dev.webendpoints.boot.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file {@code postmaster.pid} of a PostgreSQL server; see PostgreSQL's src/include/utils/pidfile.h. */
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
     * Returns whether the process in the file is a server of this cluster. After a crash of the machine or a restart of
     * a container, the process id may belong to another process. If the command line of the process is unavailable,
     * returns true.
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
     * Deletes the file. Called only if the process id belongs to another process, as PostgreSQL would refuse to start.
     * A file whose process has exited is left to PostgreSQL, which uses it to detect remaining processes of that
     * server.
     */
    static void deleteIn(Path cluster) throws IOException {
        Files.deleteIfExists(file(cluster));
    }

    private static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }
}
