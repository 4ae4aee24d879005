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
 * Files by hash on disk, for all workspaces together: {@code <data-dir>/cache/files/<2 hex>/<sha256>}. A file appears
 * under its name only whole and verified. Everything here can be read from the database again. Its methods block.
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

    /** What a killed server left half-written is nobody's. */
    void sweep(@Observes StartupEvent event) throws IOException {
        if (Files.isDirectory(incoming)) {
            try (Stream<Path> left = Files.list(incoming)) {
                left.forEach(ContentCache::delete);
            }
        }
    }

    /** A new, empty file on the cache's own file system, for content whose hash is not proved yet. */
    Path newIncoming() throws IOException {
        Files.createDirectories(incoming);
        return Files.createTempFile(incoming, "", ".part");
    }

    /** Gives a file from {@link #newIncoming()}, whose hash was verified, its name. */
    Path adopt(Path verified, String sha256) throws IOException {
        Path target = path(sha256);
        Files.createDirectories(target.getParent());
        return Files.move(verified, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** @param size what the database says; a file of another size is as good as none */
    Optional<Path> find(String sha256, long size) throws IOException {
        Path path = path(sha256);
        return Files.isRegularFile(path) && Files.size(path) == size ? Optional.of(path) : Optional.empty();
    }

    /** Hashes of the files that were stored before this moment. */
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

    /** Removes a file, unless it was stored again since. */
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
