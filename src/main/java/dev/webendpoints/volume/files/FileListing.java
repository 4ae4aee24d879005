package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.failure.InvalidRequest;

/**
 * Lists a path of a volume piece by piece, without following links. At most {@link VolumePath#MAX_NAMES} directories are
 * open at a time. Methods block; not thread-safe.
 */
final class FileListing implements AutoCloseable {

    private record Level(VolumeDirectory directory, Iterator<Path> names) {}

    private final Deque<Level> levels = new ArrayDeque<>();
    private final boolean recursive;
    private long left;

    /** The entry of a path that is not a directory. */
    private FileEntry single;

    /** @param maxEntries maximum number of entries of all pieces together */
    FileListing(VolumeStore store, String volumeId, VolumePath path, boolean recursive, long maxEntries)
            throws IOException {
        this.recursive = recursive;
        this.left = maxEntries;
        if (path.isRoot()) {
            enter(store.root(volumeId));
            return;
        }
        try (VolumeDirectory parent = store.open(volumeId, path.parent(), false)) {
            BasicFileAttributes attributes = parent.existing(path.name());
            if (attributes.isDirectory()) {
                enter(parent.open(path.name()));
            } else {
                single = FileEntry.of(path, attributes);
            }
        }
    }

    private void enter(VolumeDirectory directory) {
        levels.push(new Level(directory, directory.names()));
    }

    /** Returns the next entries, at most {@code count}; none at the end. */
    List<FileEntry> next(int count) throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        if (single != null) {
            entries.add(single);
            single = null;
        }
        try {
            while (!levels.isEmpty() && entries.size() < count && left > 0) {
                step(entries);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    private void step(List<FileEntry> entries) throws IOException {
        Level level = levels.peek();
        if (!level.names().hasNext()) {
            levels.pop().directory().close();
            return;
        }
        Path name = level.names().next();
        Optional<BasicFileAttributes> attributes = level.directory().attributes(name);
        if (attributes.isEmpty()) {
            return;
        }
        left--;
        entries.add(FileEntry.of(level.directory().path().child(name.toString()), attributes.get()));
        if (recursive && attributes.get().isDirectory()) {
            descend(level.directory(), name);
        }
    }

    private void descend(VolumeDirectory directory, Path name) throws IOException {
        if (levels.size() >= VolumePath.MAX_NAMES) {
            throw new InvalidRequest(
                    "the volume has directories more than " + VolumePath.MAX_NAMES + " levels deep: list a part of it");
        }
        try {
            enter(directory.open(name));
        } catch (DomainFailure replaced) {
            // It is no longer a directory.
        }
    }

    @Override
    public void close() throws IOException {
        while (!levels.isEmpty()) {
            levels.pop().directory().close();
        }
    }
}
