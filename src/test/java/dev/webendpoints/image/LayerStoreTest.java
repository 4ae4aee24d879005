package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.image.commands.LayerDescription;
import dev.webendpoints.image.disk.LastUse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class LayerStoreTest {

    private static final String HASH = "0123";

    @TempDir
    Path dataDir;

    private LayerStore environments;

    @BeforeEach
    void makeEnvironments() {
        environments = new LayerStore(dataDir, new ObjectMapper(), new LastUse());
    }

    @Test
    void pathsOfLayersAreToldAsThoseOfAContainer() {
        String images = dataDir.toAbsolutePath().normalize().resolve("images").toString();

        assertThat(environments.withPathsOfContainer("Using Python 3.11.7 environment at: " + images
                        + "/.building-12/venv for " + images + "/0123/rootfs/src/app.py in " + images))
                .isEqualTo("Using Python 3.11.7 environment at: /usr/local for /src/app.py in " + images);
    }

    @Test
    void aFinishedEnvironmentIsFound() throws IOException {
        LayerDescription finished = environments.finish(directory(), HASH, environment());

        assertThat(environments.find(HASH)).contains(finished);
    }

    @Test
    void anEnvironmentWithoutItsInterpreterIsNotWhole() throws IOException {
        environments.finish(directory(), HASH, environment());
        Files.delete(dataDir.resolve("images").resolve(HASH).resolve("venv/bin/python"));

        assertThat(environments.find(HASH)).isEmpty();
    }

    @Test
    void whatIsNotWholeIsReplaced() throws IOException {
        environments.finish(directory(), HASH, environment());
        Files.delete(dataDir.resolve("images").resolve(HASH).resolve("venv/bin/python"));

        environments.finish(directory(), HASH, environment());

        assertThat(environments.find(HASH)).isPresent();
    }

    @Test
    void whatAKilledServerLeftHalfBuiltIsSweptAtTheStart() throws IOException {
        Path left = directory();

        environments.discardUnfinished();

        assertThat(left).doesNotExist();
    }

    @Test
    void whatCannotBeDeletedDoesNotFailTheStart() throws IOException {
        Path images = Files.createDirectories(dataDir.resolve("images"));
        Files.createDirectories(images.resolve(".building-1/a"));
        Files.setPosixFilePermissions(images, PosixFilePermissions.fromString("r-xr-xr-x"));

        assertThatCode(() -> environments.discardUnfinished()).doesNotThrowAnyException();

        Files.setPosixFilePermissions(images, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path directory() throws IOException {
        Path directory = environments.newDirectory();
        Files.createDirectories(directory.resolve("venv/bin"));
        Files.createFile(directory.resolve("venv/bin/python"));
        return directory;
    }

    private LayerDescription environment() {
        return new LayerDescription(HASH, null, "3.11.7", dataDir, Map.of("A", "b"), "/srv");
    }
}
