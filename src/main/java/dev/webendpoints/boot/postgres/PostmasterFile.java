package dev.webendpoints.boot.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a PostgreSQL server writes of itself into {@code postmaster.pid} (its src/include/utils/pidfile.h). */
final class PostmasterFile {

    private static final int PORT_LINE = 3;

    private PostmasterFile() {}

    static int portOf(Path cluster) throws IOException {
        List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
        if (lines.size() <= PORT_LINE) {
            throw new PostgresUnavailable("a PostgreSQL server is just starting in " + cluster + "; try again");
        }
        return Integer.parseInt(lines.get(PORT_LINE).trim());
    }
}
