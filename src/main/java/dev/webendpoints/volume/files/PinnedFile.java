package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import dev.webendpoints.host.FileTrees;

/**
 * A regular file of a volume under a second name that no worker can replace. Workers may still write to it.
 *
 * @param link the second name
 */
record PinnedFile(Path link, BasicFileAttributes attributes) implements AutoCloseable {

    long size() throws IOException {
        return Files.size(link);
    }

    /** Identifies the file as long as it exists. */
    String key() {
        return String.valueOf(attributes.fileKey());
    }

    @Override
    public void close() {
        FileTrees.discard(link);
    }
}
