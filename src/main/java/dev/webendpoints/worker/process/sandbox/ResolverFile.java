package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.webendpoints.worker.process.run.WorkerNetwork;

/**
 * The {@code /etc/resolv.conf} of a worker with its own network. The machine's name server may be on the machine's
 * loopback; the worker reaches it at an address that the network stack provides.
 */
final class ResolverFile {

    static final Path ON_MACHINE = Path.of("/etc/resolv.conf");

    private static final String NAME = "resolv.conf";

    private ResolverFile() {}

    /** @param etc directory of the files that replace the machine's in a worker */
    static Path in(Path etc) {
        return etc.resolve(NAME);
    }

    /** Writes the file, with the search list and the options of the machine's. Blocks. */
    static void write(Path etc) throws IOException {
        List<String> lines = new ArrayList<>(List.of("nameserver " + WorkerNetwork.NAME_SERVER));
        if (Files.isRegularFile(ON_MACHINE)) {
            Files.readAllLines(ON_MACHINE, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !line.startsWith("nameserver"))
                    .forEach(lines::add);
        }
        Files.write(in(etc), lines, StandardCharsets.ISO_8859_1);
    }
}
