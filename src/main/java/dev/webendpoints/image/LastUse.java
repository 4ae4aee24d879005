package dev.webendpoints.image;

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
 * When directories were used last, kept as modification times, so that what is used again is not removed at that moment. Its
 * methods block for a moment.
 */
@ApplicationScoped
class LastUse {

    private static final Duration RESOLUTION = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Notes that it is used now.
     *
     * @param marker the directory, or a file that belongs to it
     * @return false when it is not there
     */
    boolean note(Path marker) {
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
            // A file system that is full or read-only: used all the same.
            return Files.exists(marker);
        } finally {
            lock.unlock();
        }
    }

    Instant of(Path marker) throws IOException {
        return Files.getLastModifiedTime(marker, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    /**
     * Gives a directory another name, unless it was used since.
     *
     * @param target what it becomes, on the same file system; an empty directory may be there
     * @return whether it has the new name
     */
    boolean retire(Path directory, Path marker, Instant unusedSince, Path target) throws IOException {
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
