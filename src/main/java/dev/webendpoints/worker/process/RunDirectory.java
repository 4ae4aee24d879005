package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.webendpoints.sandbox.TenantUser;

/**
 * One worker's private directory, {@code <data-dir>/run/<worker id>}, mode 0700:
 *
 * <pre>
 *   tree/     the user's files at their absolute paths
 *   tmp/      the worker's temporary files
 *   etc/      the account files of a confined worker
 *   io/       files that server and worker share: sockets, the spec, serialized code
 *   hub/      of a zygote: the directories of the workers that it forks
 *   far.link  link to the directory that contains io instead, if the path of a socket in it would be too long
 * </pre>
 *
 * <p>The server moves the worker's sockets to {@code <data-dir>/sockets/<worker id>}, which no worker and no zygote can
 * see.
 *
 * <p>Once a worker's code runs, or the directory {@linkplain #moveInto was moved} into a zygote's hub, tenants may
 * change its contents at any time. From then on the server opens nothing in it by its path.
 */
final class RunDirectory {

    /**
     * The most bytes that the path of a Unix socket may have on every system (sun_path: 108 on Linux, 104 on macOS,
     * both including the terminating NUL). Past it, sockets are kept in a short directory below the system's temporary
     * directory.
     */
    static final int LONGEST_SOCKET_PATH = 103;

    private static final int ZYGOTE_ID_BYTES = 5;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CONTROL_SOCKET = "control.sock";
    private static final String FAR = "far.link";
    private static final String SOCKETS = "sockets";
    private static final String DIAL_SOCKET = "dial.sock";

    /** The usual mode of /tmp: programs of a worker may run as several users. */
    private static final int OPEN_TO_ALL = 01777;

    static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private volatile Path root;

    /** The short directory that contains io, if io is not in the root; null otherwise. */
    private final Path far;

    private final Path kept;
    private final WorkerSockets sockets;

    private RunDirectory(Path root, Path far, Path kept) {
        this.root = root;
        this.far = far;
        this.kept = kept;
        this.sockets = new WorkerSockets(kept);
    }

    /** @param runs absolute path of the directory to create it in, which is created if it does not exist */
    static RunDirectory create(Path runs, String workerId) throws IOException {
        Files.createDirectories(runs, PRIVATE);
        Path root = Files.createDirectory(runs.resolve(workerId), PRIVATE);
        for (String part : List.of("tree", "tree/root", "tmp", "etc")) {
            Files.createDirectory(root.resolve(part));
        }
        Path far = needsFar(root) ? makeFar(root) : null;
        Path kept = (far == null ? runs.resolveSibling(SOCKETS).resolve(workerId) : far.resolve("kept"));
        Files.createDirectories(kept.getParent(), PRIVATE);
        Files.createDirectory(kept, PRIVATE);
        RunDirectory run = new RunDirectory(root, far, kept);
        Files.createDirectory(run.io(), PRIVATE);
        return run;
    }

    /** Creates one with a short name, since the paths of its workers' sockets begin with it. */
    static RunDirectory createForZygote(Path runs) throws IOException {
        byte[] random = new byte[ZYGOTE_ID_BYTES];
        RANDOM.nextBytes(random);
        RunDirectory zygote = create(runs, "z-" + HexFormat.of().formatHex(random));
        Files.createDirectory(zygote.hub(), PRIVATE);
        return zygote;
    }

    private static boolean needsFar(Path root) {
        return bytes(new RunDirectory(root, null, root).controlSocket()) > LONGEST_SOCKET_PATH
                || bytes(root.getParent()
                                .resolveSibling(SOCKETS)
                                .resolve(root.getFileName())
                                .resolve(CONTROL_SOCKET))
                        > LONGEST_SOCKET_PATH;
    }

    private static Path makeFar(Path root) throws IOException {
        Path far = Files.createTempDirectory("we-", PRIVATE);
        Files.createSymbolicLink(root.resolve(FAR), far);
        return far;
    }

    /** Returns the directories that a previous server left behind. */
    static List<RunDirectory> leftIn(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(runs)) {
            return each.map(root -> new RunDirectory(
                            root,
                            formerFarOf(root),
                            runs.resolveSibling(SOCKETS).resolve(root.getFileName())))
                    .flatMap(run -> Stream.concat(Stream.of(run), run.forked()))
                    .toList();
        }
    }

    /** Deletes the directory of the sockets that a previous server took. */
    static void deleteKept(Path runs, Sandbox sandbox) throws IOException {
        WorkerTrees.delete(runs.resolveSibling(SOCKETS), sandbox);
    }

    private Stream<RunDirectory> forked() {
        if (!Files.isDirectory(hub())) {
            return Stream.of();
        }
        try (Stream<Path> each = Files.list(hub())) {
            return each
                    .map(moved -> new RunDirectory(moved, null, kept.resolveSibling(moved.getFileName())))
                    .toList()
                    .stream();
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
        return (far == null ? root : far).resolve("io");
    }

    /** Returns the directory that contains this one and all others that were created in the same place. */
    Path siblings() {
        return root.getParent();
    }

    /** Returns the directory that contains those of the workers that a zygote forks. */
    Path hub() {
        return root.resolve("hub");
    }

    /** Returns whether all parts can be {@linkplain #moveInto moved} into a zygote's hub. */
    boolean isWhole() {
        return far == null;
    }

    Path controlSocket() {
        return io().resolve(CONTROL_SOCKET);
    }

    /**
     * Gives the parts to the tenant's user, as the last step before a process of the tenant can see them. Blocks.
     *
     * @param user becomes the owner of the parts that a worker may write to, and may read the rest
     */
    void handOver(TenantUser user) throws IOException {
        sockets.openSource(io());
        Files.setAttribute(scratch(), "unix:mode", OPEN_TO_ALL);
        for (Path part : List.of(tree(), scratch(), io())) {
            user.own(part);
        }
        user.share(etc());
        if (Files.exists(hub())) {
            user.passThrough(hub());
        }
    }

    /** Moves the directory as a whole to where a zygote can see it, under its own name. */
    void moveInto(RunDirectory zygote, TenantUser user) throws IOException {
        Path moved = zygote.hub().resolve(workerId());
        user.passThrough(root);
        Files.move(root, moved, StandardCopyOption.ATOMIC_MOVE);
        root = moved;
    }

    /**
     * Returns the socket on which the network agent accepts dial requests. It is in the server's own directory, to
     * which the worker has no access.
     */
    Path dialSocket() {
        return kept.resolve(DIAL_SOCKET);
    }

    /**
     * Moves a socket of {@link #io} out of the worker's reach.
     *
     * @return its new path
     * @throws IOException if it is not a socket, or has the name of the server's own socket
     */
    Path keepSocket(String name) throws IOException {
        if (name.equals(DIAL_SOCKET)) {
            throw new IOException("a socket cannot have the name " + DIAL_SOCKET);
        }
        return sockets.take(io(), name);
    }

    /** @param sandbox sandbox that the worker ran in */
    void delete(Sandbox sandbox) throws IOException {
        sockets.close();
        WorkerTrees.delete(kept, sandbox);
        if (far != null) {
            WorkerTrees.delete(far, sandbox);
        }
        WorkerTrees.delete(root, sandbox);
    }

    private static Path formerFarOf(Path root) {
        Path link = root.resolve(FAR);
        try {
            return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
