package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code /etc/resolv.conf} of a worker with a network of its own: the machine's name server may be on its loopback,
 * and is reached under the address that the network stack gives it.
 */
final class ResolverFile {

    static final Path ON_MACHINE = Path.of("/etc/resolv.conf");

    private static final String NAME = "resolv.conf";

    private ResolverFile() {}

    /** @param etc holds the files that a worker has in place of the machine's */
    static Path in(Path etc) {
        return etc.resolve(NAME);
    }

    /** Writes it, with the search list and the options of the machine's. Blocks. */
    static void write(Path etc) throws IOException {
        List<String> lines = new ArrayList<>(List.of("nameserver " + NetworkStack.NAME_SERVER));
        if (Files.isRegularFile(ON_MACHINE)) {
            Files.readAllLines(ON_MACHINE, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !line.startsWith("nameserver"))
                    .forEach(lines::add);
        }
        Files.write(in(etc), lines, StandardCharsets.ISO_8859_1);
    }
}
