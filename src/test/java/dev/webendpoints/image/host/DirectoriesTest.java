package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

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

    /** As when a program that outlived a killed server goes on while the next server starts. */
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
