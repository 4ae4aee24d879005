package dev.webendpoints.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One server for a data directory: a second one would clear away the first one's workers as leftovers, and stop its database
 * when it ends. The operating system lets go of the lock when the process is gone, however it went.
 */
final class DataDirectoryLock {

    /** Where the open file is kept: a live reload runs in the same process, which has the lock already. */
    private static final String HELD = "data-directory.lock";

    private DataDirectoryLock() {}

    /** @throws IllegalStateException when another server has it */
    static void take(Path dataDirectory) {
        if (System.getProperties().get(HELD) != null) {
            return;
        }
        try {
            Path file = Files.createDirectories(dataDirectory).resolve("server.lock");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new IllegalStateException("another server uses the data directory "
                        + dataDirectory.toAbsolutePath().normalize()
                        + "; stop it, or give this one a directory of its own (webendpoints.data-dir)");
            }
            System.getProperties().put(HELD, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + dataDirectory + " cannot be used", e);
        }
    }
}
