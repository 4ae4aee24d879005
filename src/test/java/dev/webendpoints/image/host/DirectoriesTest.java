package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class DirectoriesTest {

    @TempDir
    Path parent;

    @Test
    void aDirectoryWithoutPermissionsIsDeleted() throws IOException {
        Path closed = Files.createDirectories(parent.resolve("tree/closed/inner"));
        Files.createFile(closed.resolve("file"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

        Directories.delete(parent.resolve("tree"));

        assertThat(parent.resolve("tree")).doesNotExist();
    }

    @Test
    void whatALinkPointsToStays() throws IOException {
        Path other = Files.createDirectories(parent.resolve("other/inner"));
        Path tree = Files.createDirectory(parent.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), other);

        Directories.delete(tree);

        assertThat(other).exists();
    }

    @Test
    void whatIsNotThereIsDeletedAlready() {
        assertThatCode(() -> Directories.delete(parent.resolve("gone"))).doesNotThrowAnyException();
    }

    @Test
    void whatWritesToACopyDoesNotChangeTheOriginal() throws IOException {
        Path original = Files.createDirectory(parent.resolve("original"));
        Files.writeString(original.resolve("module.py"), "original");

        Directories.clone(new ProgramRunner(), original, parent.resolve("copy"), Duration.ofSeconds(30));
        Files.writeString(parent.resolve("copy/module.py"), "changed");

        assertThat(original.resolve("module.py")).hasContent("original");
    }

    @Test
    void equalFilesAreKeptOnce() throws IOException {
        Path original = Files.createDirectory(parent.resolve("original"));
        Files.writeString(original.resolve("equal.py"), "equal");
        Files.writeString(original.resolve("other.py"), "other");
        Path copy = parent.resolve("copy");
        Directories.clone(new ProgramRunner(), original, copy, Duration.ofSeconds(30));
        Files.writeString(copy.resolve("other.py"), "OTHER");

        long shared = Directories.shareEqualFiles(original, copy);

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

        Directories.shareEqualFiles(original, parent.resolve("copy"));

        assertThat(Files.isSameFile(key, guess)).isFalse();
    }

    /** As when a program that outlived a killed server continues while the next server starts. */
    @Test
    void aDirectoryThatIsStillWrittenToFailsNothing() throws Exception {
        Path tree = Files.createDirectory(parent.resolve("tree"));
        Process writer = new ProcessBuilder("/bin/sh", "-c", "while :; do mkdir -p a/b; : > a/b/f; rm -rf a; done")
                .directory(tree.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThatCode(() -> {
                        for (int i = 0; i < 50; i++) {
                            Directories.discard(tree);
                        }
                    })
                    .doesNotThrowAnyException();
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }
}
