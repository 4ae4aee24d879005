package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One worker's private directory, {@code <data-dir>/run/<worker id>}, mode 0700:
 *
 * <pre>
 *   tree/     the user's files at their absolute names
 *   tmp/      the worker's own temporary files
 *   etc/      the few accounts that a confined worker knows
 *   io/       what server and worker share: sockets, the spec, serialized code
 *   io.link   where io is instead, when the path of a socket in it would be too long
 * </pre>
 */
final class RunDirectory {

    /**
     * Bytes that the path of a Unix socket may have on every system (sun_path: 108 on Linux, 104 on macOS, both with
     * the closing NUL). Past it, sockets are kept in a short directory below the system's temporary one.
     */
    static final int LONGEST_SOCKET_PATH = 103;

    private static final String CONTROL_SOCKET = "control.sock";
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final Path io;

    private RunDirectory(Path root, Path io) {
        this.root = root;
        this.io = io;
    }

    /** @param runs absolute; made when it is not there */
    static RunDirectory create(Path runs, String workerId) throws IOException {
        Files.createDirectories(runs, PRIVATE);
        Path root = Files.createDirectory(runs.resolve(workerId), PRIVATE);
        for (String part : List.of("tree", "tree/root", "tmp", "etc")) {
            Files.createDirectory(root.resolve(part));
        }
        Path near = root.resolve("io");
        if (bytes(near.resolve(CONTROL_SOCKET)) <= LONGEST_SOCKET_PATH) {
            return new RunDirectory(root, Files.createDirectory(near, PRIVATE));
        }
        Path far = Files.createTempDirectory("we-", PRIVATE);
        Files.createSymbolicLink(root.resolve("io.link"), far);
        return new RunDirectory(root, far);
    }

    /** Those that a server before this one left. */
    static List<RunDirectory> leftIn(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(runs)) {
            return each.map(root -> new RunDirectory(root, formerIo(root))).toList();
        }
    }

    String workerId() {
        return root.getFileName().toString();
    }

    Path tree() {
        return root.resolve("tree");
    }

    Path scratch() {
        return root.resolve("tmp");
    }

    Path etc() {
        return root.resolve("etc");
    }

    Path io() {
        return io;
    }

    Path controlSocket() {
        return io.resolve(CONTROL_SOCKET);
    }

    void delete() throws IOException {
        FileTrees.delete(io);
        FileTrees.delete(root);
    }

    private static Path formerIo(Path root) {
        Path link = root.resolve("io.link");
        try {
            return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : root.resolve("io");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
