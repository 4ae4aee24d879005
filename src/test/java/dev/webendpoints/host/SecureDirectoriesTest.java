package dev.webendpoints.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** If an open waits, it waits for ever: a test that does is ended. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecureDirectoriesTest {

    @TempDir
    Path directory;

    private SecureDirectoryStream<Path> parent;

    @BeforeEach
    void anOpenDirectory() throws IOException {
        parent = (SecureDirectoryStream<Path>) Files.newDirectoryStream(directory);
    }

    @AfterEach
    void close() throws IOException {
        parent.close();
    }

    private SecureDirectoryStream<Path> open(String name) throws IOException {
        return SecureDirectories.open(parent, Path.of(name));
    }

    @Test
    void aDirectoryIsOpened() throws IOException {
        // Given
        Files.createFile(Files.createDirectory(directory.resolve("below")).resolve("file"));
        List<Path> names = new ArrayList<>();
        // When
        try (SecureDirectoryStream<Path> opened = open("below")) {
            opened.forEach(each -> names.add(each.getFileName()));
        }
        // Then
        assertThat(names).containsExactly(Path.of("file"));
    }

    @Test
    void aFifoIsRejectedWithoutWaitingForItsWriter() throws Exception {
        // Given
        new ProcessBuilder("mkfifo", directory.resolve("pipe").toString())
                .start()
                .waitFor();
        // When, Then
        assertThatThrownBy(() -> open("pipe")).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void aLinkToADirectoryIsRejected() throws IOException {
        // Given
        Files.createDirectory(directory.resolve("real"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));
        // When, Then
        assertThatThrownBy(() -> open("link"))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessage("link");
    }

    @Test
    void aNameThatDoesNotExistIsNamed() {
        // When, Then
        assertThatThrownBy(() -> open("none"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none");
    }
}
