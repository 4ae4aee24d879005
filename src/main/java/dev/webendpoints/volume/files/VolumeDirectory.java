package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.host.FileTrees;
import dev.webendpoints.host.SecureDirectories;

/**
 * An open directory of a volume, whose entries workers may change at any moment. Names are resolved relative to the open
 * directory, never through a link, and opening one never waits for a FIFO. Methods block.
 */
final class VolumeDirectory implements AutoCloseable {

    private final StagingDirectory staging;

    /** Path of this directory as of its opening, for hard links only: what is linked by it is compared. */
    private final Path place;

    private final VolumePath path;
    private final SecureDirectoryStream<Path> opened;

    private VolumeDirectory(StagingDirectory staging, Path place, VolumePath path, SecureDirectoryStream<Path> opened) {
        this.staging = staging;
        this.place = place;
        this.path = path;
        this.opened = opened;
    }

    /** Opens a volume's own directory, which workers cannot replace. */
    static VolumeDirectory root(StagingDirectory staging, Path volume) throws IOException {
        return new VolumeDirectory(staging, volume, new VolumePath(List.of()), StagingDirectory.secure(volume));
    }

    VolumePath path() {
        return path;
    }

    /** Returns the attributes of an entry itself, also of a link; empty if there is none. */
    Optional<BasicFileAttributes> attributes(Path name) throws IOException {
        try {
            return Optional.of(
                    opened.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @throws NotFound if there is no such entry */
    BasicFileAttributes existing(Path name) throws IOException {
        return attributes(name).orElseThrow(() -> new NotFound("No such file or directory: '" + child(name) + "'"));
    }

    /**
     * Opens a directory below this one.
     *
     * @throws NotFound if there is no such entry
     * @throws InvalidRequest if it is not a directory
     */
    VolumeDirectory open(Path name) throws IOException {
        if (!existing(name).isDirectory()) {
            throw notADirectory(name);
        }
        SecureDirectoryStream<Path> below;
        try {
            below = SecureDirectories.open(opened, name);
        } catch (NotDirectoryException e) {
            throw notADirectory(name);
        }
        return new VolumeDirectory(staging, place.resolve(name), child(name), below);
    }

    private InvalidRequest notADirectory(Path name) {
        return new InvalidRequest("Not a directory: '" + child(name) + "'");
    }

    /** Opens a directory below this one, creating it for workers if it does not exist. */
    VolumeDirectory openOrMake(Path name) throws IOException {
        if (attributes(name).isEmpty()) {
            Path made = staging.newName("directory");
            Files.createDirectory(made);
            try (SecureDirectoryStream<Path> from = staging.open()) {
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
                staging.owner().own(made);
                from.move(made.getFileName(), opened, name);
            } catch (FileSystemException e) {
                Files.deleteIfExists(made);
                if (attributes(name).isEmpty()) {
                    throw e;
                }
            }
        }
        return open(name);
    }

    /** Returns the names of the entries; they may have changed already. The iterator ends with this directory. */
    Iterator<Path> names() {
        Iterator<Path> entries = opened.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Path next() {
                return entries.next().getFileName();
            }
        };
    }

    /**
     * Pins a regular file by a hard link outside the volume, where nothing can replace it.
     *
     * @throws InvalidRequest if it is not a regular file
     * @throws NotFound if there is none, or it is being replaced
     */
    PinnedFile pin(Path name) throws IOException {
        BasicFileAttributes attributes = existing(name);
        if (!attributes.isRegularFile()) {
            throw new InvalidRequest("Not a file: '" + child(name) + "'");
        }
        Path link = staging.newName("pinned");
        try {
            Files.createLink(link, place.resolve(name));
        } catch (NoSuchFileException e) {
            throw new NotFound("No such file or directory: '" + child(name) + "'");
        }
        BasicFileAttributes linked = Files.readAttributes(link, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!linked.isRegularFile() || !Objects.equals(linked.fileKey(), attributes.fileKey())) {
            Files.deleteIfExists(link);
            throw new NotFound("'" + child(name) + "' is being replaced");
        }
        return new PinnedFile(link, linked);
    }

    /** Renames a complete file of the staging directory to an entry, which may be another file or a link. */
    void place(Path file, Path name) throws IOException {
        if (attributes(name).filter(BasicFileAttributes::isDirectory).isPresent()) {
            throw new InvalidRequest("Is a directory: '" + child(name) + "'");
        }
        try (SecureDirectoryStream<Path> from = StagingDirectory.secure(file.getParent())) {
            from.move(file.getFileName(), opened, name);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("volumes are on several file systems", e);
        }
    }

    /** Renames an entry out of the volume, and then deletes it with everything below. */
    void remove(Path name) throws IOException {
        Path removed = staging.newName("removed");
        try (SecureDirectoryStream<Path> to = staging.open()) {
            opened.move(name, to, removed.getFileName());
        } catch (NoSuchFileException e) {
            throw new NotFound("No such file or directory: '" + child(name) + "'");
        }
        FileTrees.discard(removed);
    }

    private VolumePath child(Path name) {
        return path.child(name.toString());
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
