package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
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
 *   kept/     the server's own links to the worker's sockets, which no confined worker sees
 *   hub/      of a zygote: the run directories of the workers that it forks
 *   far.link  where io and kept are instead, when the path of a socket in them would be too long
 * </pre>
 */
final class RunDirectory {

    /**
     * Bytes that the path of a Unix socket may have on every system (sun_path: 108 on Linux, 104 on macOS, both with
     * the closing NUL). Past it, sockets are kept in a short directory below the system's temporary one.
     */
    static final int LONGEST_SOCKET_PATH = 103;

    private static final int ZYGOTE_ID_BYTES = 5;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CONTROL_SOCKET = "control.sock";
    private static final String FAR = "far.link";
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** File type in a mode, and the type that a socket has (inode(7)). */
    private static final int TYPE_MASK = 0170000;

    private static final int SOCKET = 0140000;

    private final Path root;

    /** Holds the directories of sockets: the root itself, or a short one elsewhere. */
    private final Path sockets;

    private RunDirectory(Path root, Path sockets) {
        this.root = root;
        this.sockets = sockets;
    }

    /** @param runs absolute; made when it is not there */
    static RunDirectory create(Path runs, String workerId) throws IOException {
        Files.createDirectories(runs, PRIVATE);
        Path root = Files.createDirectory(runs.resolve(workerId), PRIVATE);
        for (String part : List.of("tree", "tree/root", "tmp", "etc")) {
            Files.createDirectory(root.resolve(part));
        }
        RunDirectory run = new RunDirectory(root, socketsOf(root));
        Files.createDirectory(run.io(), PRIVATE);
        Files.createDirectory(run.kept(), PRIVATE);
        return run;
    }

    /** One with a short name, since the names of its workers' sockets begin with it. */
    static RunDirectory createForZygote(Path runs) throws IOException {
        byte[] random = new byte[ZYGOTE_ID_BYTES];
        RANDOM.nextBytes(random);
        RunDirectory zygote = create(runs, "z-" + HexFormat.of().formatHex(random));
        Files.createDirectory(zygote.hub(), PRIVATE);
        return zygote;
    }

    private static Path socketsOf(Path root) throws IOException {
        if (bytes(new RunDirectory(root, root).controlSocket()) <= LONGEST_SOCKET_PATH) {
            return root;
        }
        Path far = Files.createTempDirectory("we-", PRIVATE);
        Files.createSymbolicLink(root.resolve(FAR), far);
        return far;
    }

    /** Those that a server before this one left. */
    static List<RunDirectory> leftIn(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(runs)) {
            return each.map(root -> new RunDirectory(root, formerSocketsOf(root)))
                    .flatMap(run -> Stream.concat(Stream.of(run), run.forked()))
                    .toList();
        }
    }

    private Stream<RunDirectory> forked() {
        try {
            return leftIn(hub()).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        return sockets.resolve("io");
    }

    private Path kept() {
        return sockets.resolve("kept");
    }

    /** Holds the run directories of the workers that a zygote forks. */
    Path hub() {
        return root.resolve("hub");
    }

    /** Whether its sockets are where its zygote sees them. */
    boolean isWhole() {
        return sockets.equals(root);
    }

    Path controlSocket() {
        return io().resolve(CONTROL_SOCKET);
    }

    /**
     * Gives a socket of {@link #io} a second name, which the worker cannot point elsewhere. Once for each socket.
     *
     * @return the second name
     * @throws IOException when it is not a socket, but for example a symbolic link to another program's
     */
    Path keepSocket(String name) throws IOException {
        Path kept = kept().resolve(name);
        if (bytes(kept) > LONGEST_SOCKET_PATH) {
            throw new IOException("the name of a socket is too long");
        }
        try {
            Files.createLink(kept, io().resolve(name));
        } catch (IOException e) {
            throw new IOException("a socket that it reported is not there", e);
        }
        int mode = (int) Files.getAttribute(kept, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & TYPE_MASK) != SOCKET) {
            throw new IOException("what it reported is not a socket");
        }
        return kept;
    }

    void delete() throws IOException {
        FileTrees.delete(sockets);
        FileTrees.delete(root);
    }

    private static Path formerSocketsOf(Path root) {
        Path link = root.resolve(FAR);
        try {
            return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
