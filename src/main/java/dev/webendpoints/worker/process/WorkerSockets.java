package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;

/**
 * The sockets of one worker that the server has taken into a directory of its own, which no worker and no zygote sees. A
 * socket is moved there by names in open directories, so that no link can take its place (renameat(2)).
 */
final class WorkerSockets implements AutoCloseable {

    /** File type in a mode, and the type that a socket has (inode(7)). */
    private static final int TYPE_MASK = 0170000;

    private static final int SOCKET = 0140000;

    private final Path directory;

    /** Where the worker makes its sockets; open before any tenant could put something else in its place. */
    private SecureDirectoryStream<Path> source;

    /** @param directory of the server's own */
    WorkerSockets(Path directory) {
        this.directory = directory;
    }

    /** Opens the directory in which the worker will make its sockets, while only the server can change it. */
    void openSource(Path io) throws IOException {
        DirectoryStream<Path> opened = Files.newDirectoryStream(io);
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            source = secure;
        } else {
            opened.close();
        }
    }

    /**
     * Takes a socket away from the worker. Once for each socket.
     *
     * @param io the directory of the worker's sockets, used by its path where the system has no open directories
     * @return its new name
     * @throws IOException when it is not a socket, but for example a symbolic link to another program's
     */
    Path take(Path io, String name) throws IOException {
        Path socket = directory.resolve(name);
        if (RunDirectory.bytes(socket) > RunDirectory.LONGEST_SOCKET_PATH) {
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

    /** They stay, in their directory. */
    @Override
    public void close() throws IOException {
        if (source != null) {
            source.close();
        }
    }
}
