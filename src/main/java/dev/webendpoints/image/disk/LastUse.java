package dev.webendpoints.image.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Times of last use of directories, stored as modification times, so that a directory is not removed while it is being
 * reused. Methods block briefly.
 */
@ApplicationScoped
public class LastUse {

    private static final Duration RESOLUTION = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Records a use now.
     *
     * @param marker the directory, or a file that belongs to it
     * @return false if it does not exist
     */
    public boolean note(Path marker) {
        lock.lock();
        try {
            Instant now = Instant.now();
            if (of(marker).plus(RESOLUTION).isBefore(now)) {
                Files.setLastModifiedTime(marker, FileTime.from(now));
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // The file system is full or read-only: counts as used nevertheless.
            return Files.exists(marker);
        } finally {
            lock.unlock();
        }
    }

    public Instant of(Path marker) throws IOException {
        return Files.getLastModifiedTime(marker, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    /**
     * Renames a directory, unless it was used after {@code unusedSince}.
     *
     * @param target the new name, on the same file system; may be an existing empty directory
     * @return whether it was renamed
     */
    public boolean retire(Path directory, Path marker, Instant unusedSince, Path target) throws IOException {
        lock.lock();
        try {
            if (of(marker).isAfter(unusedSince)) {
                return false;
            }
            Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            lock.unlock();
        }
    }
}
