package dev.webendpoints.image.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A directory that is kept so that it need not be created again.
 *
 * @param marker the file or directory whose modification time is the time of the last use
 * @param bytes its own size, with its share of files that it shares with others
 * @param needed whether something that is served or running needs it
 */
public record KeptDirectory(Kind kind, Path directory, Path marker, Instant lastUse, long bytes, boolean needed) {

    public enum Kind {
        LAYER,
        PACKAGES,
        CACHE
    }

    /** Returns empty if it has just vanished. */
    public static Optional<KeptDirectory> of(Kind kind, Path directory, Path marker, boolean needed) {
        try {
            Instant lastUse =
                    Files.getLastModifiedTime(marker, LinkOption.NOFOLLOW_LINKS).toInstant();
            return Optional.of(
                    new KeptDirectory(kind, directory, marker, lastUse, DirectorySize.sharedOut(directory), needed));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
