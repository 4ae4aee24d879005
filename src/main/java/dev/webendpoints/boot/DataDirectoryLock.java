package dev.webendpoints.boot;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Restricts a data directory to one server: a second one would kill the first one's workers as leftovers, and stop its
 * database on exit. The operating system releases the lock when the process exits for any reason.
 */
final class DataDirectoryLock {

    /** System property that marks the lock as held: a live reload loads new classes in the same process. */
    private static final String HELD = "data-directory.lock";

    private static final List<String> PARTS =
            List.of("cache", "images", "logs", "packages", "run", "sockets", "tools", "volumes");

    private DataDirectoryLock() {}

    /**
     * @throws DataDirectoryInUse if another server holds the lock
     * @throws DataDirectoryUnusable if the directory is not writable
     */
    static void take(Path dataDirectory) {
        if (System.getProperty(HELD) != null) {
            return;
        }
        try {
            makePrivate(dataDirectory);
            Path file = dataDirectory.resolve("server.lock");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new DataDirectoryInUse(dataDirectory);
            }
            System.setProperty(HELD, file.toString());
            keepOpen(channel);
        } catch (IOException e) {
            throw new DataDirectoryUnusable(dataDirectory, e);
        }
    }

    /** Also restricts a directory that an earlier version left open. It contains all files that tenants may write. */
    private static void makePrivate(Path dataDirectory) throws IOException {
        Files.createDirectories(dataDirectory);
        if (Files.getFileStore(dataDirectory).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(dataDirectory, PosixFilePermissions.fromString("rwx------"));
            for (String part : PARTS) {
                Path directory = dataDirectory.resolve(part);
                if (Files.isDirectory(directory)) {
                    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
                }
            }
        }
    }

    /** Prevents garbage collection from closing the file, which would release the lock: hooks live until exit. */
    private static void keepOpen(FileChannel channel) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Reference.reachabilityFence(channel), "hold-data-directory"));
    }
}
