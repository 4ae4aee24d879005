package dev.webendpoints.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.runtime.StartupEvent;

/**
 * Caches files by hash on disk, shared by all workspaces: {@code <data-dir>/cache/files/<2 hex>/<sha256>}. A file
 * appears under its name only when complete and verified. All content can be read from the database again. Methods
 * block.
 */
@ApplicationScoped
class ContentCache {

    private final Path files;
    private final Path incoming;

    ContentCache(@ConfigProperty(name = "webendpoints.data-dir") Path dataDir) {
        Path cache = dataDir.toAbsolutePath().normalize().resolve("cache");
        this.files = cache.resolve("files");
        this.incoming = cache.resolve("incoming");
    }

    /** Deletes the partial files that a killed server left behind. */
    void sweep(@Observes StartupEvent event) throws IOException {
        if (Files.isDirectory(incoming)) {
            try (Stream<Path> left = Files.list(incoming)) {
                left.forEach(ContentCache::delete);
            }
        }
    }

    /** Creates an empty file on the cache's file system, for content whose hash is not verified yet. */
    Path newIncoming() throws IOException {
        Files.createDirectories(incoming);
        return Files.createTempFile(incoming, "", ".part");
    }

    /** Moves a file from {@link #newIncoming()} whose hash was verified to its final name. */
    Path adopt(Path verified, String sha256) throws IOException {
        Path target = path(sha256);
        Files.createDirectories(target.getParent());
        return Files.move(verified, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** @param size the size in the database; a file of another size is treated as absent */
    Optional<Path> find(String sha256, long size) throws IOException {
        Path path = path(sha256);
        return Files.isRegularFile(path) && Files.size(path) == size ? Optional.of(path) : Optional.empty();
    }

    /** Returns the hashes of the files that were stored before this moment. */
    List<String> storedBefore(Instant moment) throws IOException {
        if (!Files.isDirectory(files)) {
            return List.of();
        }
        try (Stream<Path> found = Files.find(
                files,
                2,
                (path, attributes) -> attributes.isRegularFile()
                        && attributes.lastModifiedTime().toInstant().isBefore(moment))) {
            return found.map(path -> path.getFileName().toString()).toList();
        }
    }

    /** Removes a file, unless it has been stored again in the meantime. */
    void remove(String sha256, Instant storedBefore) throws IOException {
        Path path = path(sha256);
        if (Files.exists(path) && Files.getLastModifiedTime(path).toInstant().isBefore(storedBefore)) {
            delete(path);
        }
    }

    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(String sha256) {
        return files.resolve(Sha256.require(sha256).substring(0, 2)).resolve(sha256);
    }
}
