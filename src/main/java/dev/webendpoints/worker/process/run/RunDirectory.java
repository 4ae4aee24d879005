package dev.webendpoints.worker.process.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

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
public final class RunDirectory {

    static final String CONTROL_SOCKET = "control.sock";
    static final String API_SOCKET = "api.sock";
    /** Name of the link to the short directory. */
    static final String FAR = "far.link";

    private static final String DIAL_SOCKET = "dial.sock";

    /** The usual mode of /tmp: programs of a worker may run as several users. */
    private static final int OPEN_TO_ALL = 01777;

    public static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private volatile Path root;

    /** The short directory that contains io, if io is not in the root; null otherwise. */
    private final Path far;

    private final Path kept;
    private final WorkerSockets sockets;

    /**
     * @param root may not exist yet
     * @param far the short directory that contains io; null if the root does
     * @param kept the server's own directory for the worker's sockets
     */
    RunDirectory(Path root, Path far, Path kept) {
        this.root = root;
        this.far = far;
        this.kept = kept;
        this.sockets = new WorkerSockets(kept);
    }

    public String workerId() {
        return root.getFileName().toString();
    }

    public Path tree() {
        return root.resolve("tree");
    }

    public Path scratch() {
        return root.resolve("tmp");
    }

    public Path etc() {
        return root.resolve("etc");
    }

    public Path io() {
        return (far == null ? root : far).resolve("io");
    }

    /** Returns the directory that contains this one and all others that were created in the same place. */
    public Path siblings() {
        return root.getParent();
    }

    /** Returns the directory that contains those of the workers that a zygote forks. */
    public Path hub() {
        return root.resolve("hub");
    }

    /** Returns whether all parts can be {@linkplain #moveInto moved} into a zygote's hub. */
    public boolean isWhole() {
        return far == null;
    }

    public Path controlSocket() {
        return io().resolve(CONTROL_SOCKET);
    }

    /** Returns the socket at which the server answers the Modal client in the worker. */
    public Path apiSocket() {
        return io().resolve(API_SOCKET);
    }

    /**
     * Gives the parts to the tenant's user, as the last step before a process of the tenant can see them. Blocks.
     *
     * @param user becomes the owner of the parts that a worker may write to, and may read the rest
     */
    public void handOver(TenantUser user) throws IOException {
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
    public void moveInto(RunDirectory zygote, TenantUser user) throws IOException {
        Path moved = zygote.hub().resolve(workerId());
        user.passThrough(root);
        Files.move(root, moved, StandardCopyOption.ATOMIC_MOVE);
        root = moved;
    }

    /**
     * Returns the socket on which the network agent accepts dial requests. It is in the server's own directory, to
     * which the worker has no access.
     */
    public Path dialSocket() {
        return kept.resolve(DIAL_SOCKET);
    }

    /**
     * Moves a socket of {@link #io} out of the worker's reach.
     *
     * @return its new path
     * @throws IOException if it is not a socket, or has the name of the server's own socket
     */
    public Path keepSocket(String name) throws IOException {
        if (name.equals(DIAL_SOCKET)) {
            throw new IOException("a socket cannot have the name " + DIAL_SOCKET);
        }
        return sockets.take(io(), name);
    }

    /** @param asOwner command prefix that gives access to all files of workers; empty if the server has it */
    public void delete(List<String> asOwner) throws IOException {
        sockets.close();
        WorkerTrees.delete(kept, asOwner);
        if (far != null) {
            WorkerTrees.delete(far, asOwner);
        }
        WorkerTrees.delete(root, asOwner);
    }
}
