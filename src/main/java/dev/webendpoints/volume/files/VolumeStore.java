package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

import dev.webendpoints.host.FileTrees;

/**
 * The directory of all volumes. Methods block.
 *
 * @param volumes {@code <data-dir>/volumes}
 */
record VolumeStore(Path volumes, StagingDirectory staging) {

    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

    /** Keeps the names of deleted volumes, so that no worker starts with an empty directory in their place. */
    private static final String DELETED = ".deleted";

    static VolumeStore in(Path volumes, FileOwner owner) {
        return new VolumeStore(volumes, StagingDirectory.in(volumes, owner));
    }

    /** Opens a volume's own directory, creating it if no worker has used the volume yet. */
    VolumeDirectory root(String volumeId) throws IOException {
        Path volume = directory(volumeId);
        if (!Files.exists(volume, LinkOption.NOFOLLOW_LINKS)) {
            staging.newName("volume"); // makes the parents, which only the server may use
            try {
                Files.createDirectory(volume);
                staging.owner().own(volume);
            } catch (FileAlreadyExistsException e) {
                // A worker that starts has made it.
            }
        }
        return VolumeDirectory.root(staging, volume);
    }

    Path directory(String volumeId) {
        return volumes.resolve(Path.of(volumeId).getFileName());
    }

    /** Opens a directory of a volume. @param make whether missing directories are made */
    VolumeDirectory open(String volumeId, VolumePath path, boolean make) throws IOException {
        VolumeDirectory directory = root(volumeId);
        for (String name : path.names()) {
            try (VolumeDirectory parent = directory) {
                directory = make ? parent.openOrMake(Path.of(name)) : parent.open(Path.of(name));
            }
        }
        return directory;
    }

    /** Pins a file of a volume for reading. */
    PinnedFile pin(String volumeId, VolumePath path) throws IOException {
        VolumePaths.requireNamed(path);
        try (VolumeDirectory parent = open(volumeId, path.parent(), false)) {
            return parent.pin(path.name());
        }
    }

    /** Moves a complete file of the staging directory into a volume, as a file of the workers' user. */
    void place(String volumeId, VolumePath path, Path file, int mode) throws IOException {
        Files.setPosixFilePermissions(file, mode == 0 ? READABLE : FileModes.of(mode));
        staging.owner().own(file);
        try (VolumeDirectory parent = open(volumeId, path.parent(), true)) {
            parent.place(file, path.name());
        }
    }

    /** Removes a volume with its files. Running workers see an empty directory that nothing can be created in. */
    void delete(String volumeId) throws IOException {
        Path volume = directory(volumeId);
        Path grave = Files.createDirectories(volumes.resolve(DELETED)).resolve(volume.getFileName());
        if (!Files.exists(grave)) {
            Files.createDirectory(grave);
        }
        if (Files.exists(volume, LinkOption.NOFOLLOW_LINKS)) {
            Path removed = staging.newName("removed");
            Files.move(volume, removed, StandardCopyOption.ATOMIC_MOVE);
            FileTrees.discard(removed);
        }
    }

    List<Path> uploads(String volumeId) {
        return FileTrees.childrenOf(staging.directory()).stream()
                .filter(child -> child.getFileName().toString().startsWith(uploadKind(volumeId)))
                .toList();
    }

    static String uploadKind(String volumeId) {
        return "upload-" + Path.of(volumeId).getFileName();
    }
}
