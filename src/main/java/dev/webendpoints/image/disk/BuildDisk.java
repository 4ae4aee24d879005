package dev.webendpoints.image.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.host.DiskUsage;
import dev.webendpoints.host.DiskUsage.Usage;

/**
 * Limits of the disk space of builds.
 *
 * @param maxLayerSize maximum size of a layer's directory during its build, in bytes
 * @param maxLayerFiles maximum number of files and directories in it
 * @param minFree free space that builds leave on the data directory's file system, in bytes
 */
public record BuildDisk(long maxLayerSize, long maxLayerFiles, long minFree) {

    private static final long MEGABYTE = 1024 * 1024;

    /** @return the reason why no build may start or continue, if any */
    public Optional<String> objectionToFree(Path directory) {
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

    /** @return the reason why the build in this directory may not continue, if any */
    public Optional<String> objectionTo(Path directory) {
        return objectionToFree(directory).or(() -> {
            Usage size = usage(directory);
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

    /** Measures with find, which neither waits for a FIFO of the build nor misses files below paths that are too long. */
    private Usage usage(Path directory) {
        try {
            return DiskUsage.of(List.of(directory), maxLayerFiles, List.of()).getOrDefault(directory, Usage.NONE);
        } catch (IOException noGnuFind) {
            DirectorySize size = DirectorySize.of(directory, maxLayerFiles);
            return new Usage(size.bytes(), size.files());
        }
    }
}
