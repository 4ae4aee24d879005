package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.image.host.Directories;
import io.quarkus.runtime.StartupEvent;

/**
 * Finished layers on disk, {@code <data-dir>/images/<content hash>}. A directory of that name is whole: it is made
 * elsewhere and renamed. Everything here may be deleted while the server is stopped, and is built again when it is
 * needed. Its methods block.
 */
@ApplicationScoped
class Environments {

    private static final String DESCRIPTION = "environment.json";
    private static final String UNFINISHED = ".building-";

    private final Path root;
    private final ObjectMapper json;

    Environments(@ConfigProperty(name = "webendpoints.data-dir") Path dataDir, ObjectMapper json) {
        this.root = dataDir.toAbsolutePath().normalize().resolve("images");
        this.json = json;
    }

    /** What a killed server left half-built is nobody's. */
    void sweep(@Observes StartupEvent event) {
        Directories.discardChildren(root, UNFINISHED);
    }

    /** @return nothing also when a part of it is gone: its interpreter, or the layer whose environment it shares */
    Optional<Environment> find(String contentHash) {
        Path description = root.resolve(contentHash).resolve(DESCRIPTION);
        try {
            return Files.exists(description)
                    ? Optional.of(json.readValue(description.toFile(), Environment.class))
                            .filter(this::isWhole)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Path venv(Environment environment) {
        return root.resolve(environment.venv()).resolve("venv");
    }

    /** Null when the image has no files of its own. */
    Path rootfs(Environment environment) {
        return environment.rootfs() == null
                ? null
                : root.resolve(environment.rootfs()).resolve("rootfs");
    }

    Path newDirectory() throws IOException {
        Files.createDirectories(root);
        return Files.createTempDirectory(root, UNFINISHED);
    }

    /** Gives the directory its name. What was there before was not whole. */
    Environment finish(Path directory, String contentHash, Environment environment) throws IOException {
        json.writeValue(directory.resolve(DESCRIPTION).toFile(), environment);
        Path target = root.resolve(contentHash);
        if (Files.exists(target)) {
            Path old = newDirectory();
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            Directories.discard(old);
        }
        Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
        return environment;
    }

    Path logFile(String contentHash) {
        return root.resolve("logs").resolve(contentHash + ".log");
    }

    private boolean isWhole(Environment environment) {
        Path rootfs = rootfs(environment);
        return Files.exists(venv(environment).resolve("bin/python"))
                && Files.isDirectory(environment.pythonPrefix())
                && (rootfs == null || Files.isDirectory(rootfs));
    }
}
