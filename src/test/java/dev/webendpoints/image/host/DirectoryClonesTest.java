package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DirectoryClonesTest {

    @TempDir
    Path parent;

    @Test
    void whatWritesToACopyDoesNotChangeTheOriginal() throws IOException {
        Path original = Files.createDirectory(parent.resolve("original"));
        Files.writeString(original.resolve("module.py"), "original");

        DirectoryClones.clone(new ProgramRunner(), original, parent.resolve("copy"), Duration.ofSeconds(30));
        Files.writeString(parent.resolve("copy/module.py"), "changed");

        assertThat(original.resolve("module.py")).hasContent("original");
    }

    @Test
    void equalFilesAreKeptOnce() throws IOException {
        Path original = Files.createDirectory(parent.resolve("original"));
        Files.writeString(original.resolve("equal.py"), "equal");
        Files.writeString(original.resolve("other.py"), "other");
        Path copy = parent.resolve("copy");
        DirectoryClones.clone(new ProgramRunner(), original, copy, Duration.ofSeconds(30));
        Files.writeString(copy.resolve("other.py"), "OTHER");

        long shared = DirectoryClones.shareEqualFiles(original, copy);

        assertThat(shared).isEqualTo(5);
        assertThat(Files.isSameFile(original.resolve("equal.py"), copy.resolve("equal.py")))
                .isTrue();
        assertThat(original.resolve("other.py")).hasContent("other");
    }

    /** The base layer links to the server's files, and a build guesses their contents. */
    @Test
    void nothingIsSharedThroughALinkOutOfTheOriginal() throws IOException {
        Path secrets = Files.createDirectory(parent.resolve("secrets"));
        Path key = Files.writeString(secrets.resolve("key"), "secret");
        Path original = Files.createDirectory(parent.resolve("original"));
        Files.createSymbolicLink(original.resolve("lib"), secrets);
        Path guess = Files.createDirectories(parent.resolve("copy/lib")).resolve("key");
        Files.copy(key, guess, StandardCopyOption.COPY_ATTRIBUTES);

        DirectoryClones.shareEqualFiles(original, parent.resolve("copy"));

        assertThat(Files.isSameFile(key, guess)).isFalse();
    }
}
