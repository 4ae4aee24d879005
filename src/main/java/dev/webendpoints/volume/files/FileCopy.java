package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;

/** Copies files and directories within a volume, as cp(1) does. Each copied file appears complete. Methods block. */
final class FileCopy {

    private final VolumeStore store;
    private final VolumeLimits limits;
    private final String volumeId;

    FileCopy(VolumeStore store, VolumeLimits limits, String volumeId) {
        this.store = store;
        this.limits = limits;
        this.volumeId = volumeId;
    }

    /**
     * @param target existing directory, or for a single source the name of the copy
     * @throws NotFound for a source that does not exist
     * @throws InvalidRequest for a directory without {@code recursive}, a link, or a directory copied into itself
     */
    void copy(List<VolumePath> sources, VolumePath target, boolean recursive) throws IOException {
        boolean into = isDirectory(target);
        if (sources.size() != 1 && !into) {
            throw new InvalidRequest("'" + target + "' is not a directory, which several files need");
        }
        for (VolumePath source : sources) {
            VolumePaths.requireNamed(source);
            VolumePath to = into ? target.child(source.name().toString()) : target;
            if (source.isAtOrAbove(to)) {
                throw new InvalidRequest("'" + source + "' cannot be copied to itself or below");
            }
            try (VolumeDirectory parent = store.open(volumeId, source.parent(), false)) {
                copy(parent, source.name(), to, recursive);
            }
        }
    }

    private boolean isDirectory(VolumePath path) throws IOException {
        if (path.isRoot()) {
            return true;
        }
        try (VolumeDirectory parent = store.open(volumeId, path.parent(), false)) {
            return parent.attributes(path.name())
                    .filter(BasicFileAttributes::isDirectory)
                    .isPresent();
        } catch (NotFound e) {
            return false;
        }
    }

    private void copy(VolumeDirectory from, Path name, VolumePath to, boolean recursive) throws IOException {
        BasicFileAttributes attributes = from.existing(name);
        if (!attributes.isDirectory()) {
            copyFile(from, name, to);
        } else if (recursive && to.names().size() <= VolumePath.MAX_NAMES) {
            copyDirectory(from, name, to);
        } else {
            throw new InvalidRequest("'" + from.path().child(name.toString())
                    + (recursive ? "' has too many levels of directories" : "' is a directory"));
        }
    }

    private void copyDirectory(VolumeDirectory from, Path name, VolumePath to) throws IOException {
        limits.add(volumeId, 0, 1);
        store.open(volumeId, to, true).close();
        try (VolumeDirectory below = from.open(name)) {
            for (Path child : names(below)) {
                Optional<BasicFileAttributes> present = below.attributes(child);
                if (present.isPresent()) {
                    copy(below, child, to.child(child.toString()), true);
                }
            }
        }
    }

    private static List<Path> names(VolumeDirectory directory) throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            directory.names().forEachRemaining(names::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    private void copyFile(VolumeDirectory from, Path name, VolumePath to) throws IOException {
        Path copy = store.staging().newName("copy");
        try (PinnedFile file = from.pin(name)) {
            limits.add(volumeId, file.size(), 1);
            Files.copy(file.link(), copy, LinkOption.NOFOLLOW_LINKS);
            store.place(volumeId, to, copy, mode(file));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static int mode(PinnedFile file) throws IOException {
        String permissions =
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file.link(), LinkOption.NOFOLLOW_LINKS));
        int mode = 0;
        for (int at = 0; at < permissions.length(); at++) {
            mode = mode << 1 | (permissions.charAt(at) == '-' ? 0 : 1);
        }
        return mode;
    }
}
