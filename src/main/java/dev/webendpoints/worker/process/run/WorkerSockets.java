package dev.webendpoints.worker.process.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;

/**
 * The sockets of one worker, which the server moves to a directory of its own that no worker and no zygote can see. A
 * socket is moved by its name relative to open directories, so that no link can replace it (renameat(2)).
 */
final class WorkerSockets implements AutoCloseable {

    /**
     * The most bytes that the path of a Unix socket may have on every system (sun_path: 108 on Linux, 104 on macOS,
     * both including the terminating NUL).
     */
    private static final int LONGEST_PATH = 103;

    /** Mask of the file type in a mode, and the type of a socket (inode(7)). */
    private static final int TYPE_MASK = 0170000;

    private static final int SOCKET = 0140000;

    private final Path directory;

    /** The directory in which the worker creates its sockets, opened before a tenant could replace it. */
    private SecureDirectoryStream<Path> source;

    /** @param directory the server's own directory for the sockets */
    WorkerSockets(Path directory) {
        this.directory = directory;
    }

    /** Returns whether no socket can have this path. */
    static boolean isTooLong(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH;
    }

    /** Opens the directory in which the worker will create its sockets, while only the server can change it. */
    void openSource(Path io) throws IOException {
        DirectoryStream<Path> opened = Files.newDirectoryStream(io);
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            source = secure;
        } else {
            opened.close();
        }
    }

    /**
     * Moves a socket out of the worker's reach. Called once for each socket.
     *
     * @param io the directory of the worker's sockets, used by its path if the system has no secure directory streams
     * @return its new path
     * @throws IOException if it is not a socket, but for example a symbolic link to another program's socket
     */
    Path take(Path io, String name) throws IOException {
        Path socket = directory.resolve(name);
        if (isTooLong(socket)) {
            throw new IOException("the name of a socket is too long");
        }
        move(io, name);
        int mode = (int) Files.getAttribute(socket, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & TYPE_MASK) != SOCKET) {
            throw new IOException("what it reported is not a socket");
        }
        return socket;
    }

    private void move(Path io, String name) throws IOException {
        try (DirectoryStream<Path> target = Files.newDirectoryStream(directory)) {
            if (source == null || !(target instanceof SecureDirectoryStream<Path> secure)) {
                Files.move(io.resolve(name), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } else {
                source.move(Path.of(name), secure, Path.of(name));
            }
        } catch (IOException e) {
            throw new IOException("a socket that it reported is not there", e);
        }
    }

    /** Closes the worker's directory; the sockets stay. */
    @Override
    public void close() throws IOException {
        if (source != null) {
            source.close();
        }
    }
}
