package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import dev.webendpoints.host.FileTrees;

/**
 * A directory beside the volumes, on their file system, that no worker sees: files are complete in it before they are
 * renamed into a volume. Methods block.
 *
 * @param directory {@code <data-dir>/volumes/.incoming}
 */
record StagingDirectory(Path directory, FileOwner owner) {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    static StagingDirectory in(Path volumes, FileOwner owner) {
        return new StagingDirectory(volumes.resolve(".incoming"), owner);
    }

    /** Returns a name in this directory that does not exist yet. */
    Path newName(String kind) throws IOException {
        make();
        return directory.resolve(kind + "-" + UUID.randomUUID());
    }

    /** Returns a new directory in this one that only the server may use. */
    Path newDirectory(String kind) throws IOException {
        return Files.createDirectory(newName(kind), PRIVATE);
    }

    /** Returns this directory for renaming files from and to it. */
    SecureDirectoryStream<Path> open() throws IOException {
        make();
        return secure(directory);
    }

    static SecureDirectoryStream<Path> secure(Path directory) throws IOException {
        DirectoryStream<Path> opened = Files.newDirectoryStream(directory);
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        opened.close();
        throw new IOException("this system cannot open files relative to a directory, which volumes need");
    }

    private void make() throws IOException {
        Files.createDirectories(directory, PRIVATE);
    }

    /** Deletes what has been here for longer than a transfer may take. */
    void sweep(Duration longest) {
        Instant oldest = Instant.now().minus(longest);
        for (Path child : FileTrees.childrenOf(directory)) {
            try {
                if (Files.getLastModifiedTime(child).toInstant().isBefore(oldest)) {
                    FileTrees.discard(child);
                }
            } catch (IOException e) {
                // It is gone already.
            }
        }
    }
}
