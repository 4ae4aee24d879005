package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.webendpoints.sandbox.BubblewrapArguments;

/**
 * A read-only directory of the host with a user's files in it. A mount point must exist in a read-only directory, so a
 * directory that gets files of the user is rebuilt from its entries.
 */
final class SystemTree {

    private final Path host;
    private final Path overlay;
    private final BubblewrapArguments arguments;

    SystemTree(Path host, Path overlay, BubblewrapArguments arguments) {
        this.host = host;
        this.overlay = overlay;
        this.arguments = arguments;
    }

    void add() throws IOException {
        if (Files.isDirectory(overlay, LinkOption.NOFOLLOW_LINKS) && Files.isDirectory(host)) {
            for (String name : names()) {
                new SystemTree(host.resolve(name), overlay.resolve(name), arguments).add();
            }
        } else if (Files.exists(overlay, LinkOption.NOFOLLOW_LINKS)) {
            arguments.show("--bind", overlay, host);
        } else if (Files.isSymbolicLink(host)) {
            arguments.add("--symlink", Files.readSymbolicLink(host), host);
        } else {
            arguments.add("--ro-bind-try", host, host);
        }
    }

    private TreeSet<String> names() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (Path directory : List.of(host, overlay)) {
            try (Stream<Path> each = Files.list(directory)) {
                each.forEach(path -> names.add(path.getFileName().toString()));
            }
        }
        return names;
    }
}
