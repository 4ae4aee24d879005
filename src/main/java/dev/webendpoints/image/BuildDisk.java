package dev.webendpoints.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disk that builds may use.
 *
 * @param maxLayerSize bytes of one layer's directory while it is built
 * @param maxLayerFiles files and directories in it
 * @param minFree bytes that builds leave free on the data directory's file system
 */
record BuildDisk(long maxLayerSize, long maxLayerFiles, long minFree) {

    private static final long MEGABYTE = 1024 * 1024;

    /** @return why no build may start or go on, if so */
    Optional<String> objectionToFree(Path directory) {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            return free >= minFree
                    ? Optional.empty()
                    : Optional.of(
                            "the server's disk has " + free / MEGABYTE + " MB free, and images are built only while"
                                    + " it has " + minFree / MEGABYTE + " MB (webendpoints.images.min-free-disk)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return why the build in this directory may not go on, if so */
    Optional<String> objectionTo(Path directory) {
        return objectionToFree(directory).or(() -> {
            DirectorySize size = DirectorySize.of(directory, maxLayerFiles);
            if (size.files() > maxLayerFiles) {
                return Optional.of("the layer was stopped at " + size.files()
                        + " files and directories; a layer may have " + maxLayerFiles
                        + " (webendpoints.images.max-layer-files)");
            }
            return size.bytes() <= maxLayerSize
                    ? Optional.empty()
                    : Optional.of("the layer was stopped at " + size.bytes() / MEGABYTE + " MB; a layer may take "
                            + maxLayerSize / MEGABYTE + " MB (webendpoints.images.max-layer-size)");
        });
    }
}
