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
 * One server for a data directory: a second one would clear away the first one's workers as leftovers, and stop its database
 * when it ends. The operating system lets go of the lock when the process is gone, however it went.
 */
final class DataDirectoryLock {

    /** Says, as a system property, that this process has the lock: a live reload brings new classes, but no new process. */
    private static final String HELD = "data-directory.lock";

    private static final List<String> PARTS =
            List.of("cache", "images", "logs", "packages", "run", "sockets", "tools", "volumes");

    private DataDirectoryLock() {}

    /**
     * @throws DataDirectoryInUse when another server has it
     * @throws DataDirectoryUnusable when it cannot be written to
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

    /** Also one that an earlier version left open to others. Below it lies everything that tenants may write to. */
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

    /** An open file that nothing refers to is closed some day, and the lock with it; hooks live as long as the process. */
    private static void keepOpen(FileChannel channel) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Reference.reachabilityFence(channel), "hold-data-directory"));
    }
}
