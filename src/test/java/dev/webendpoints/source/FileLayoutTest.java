package dev.webendpoints.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileLayoutTest {

    @TempDir
    Path directory;

    private Path root;
    private Path outside;
    private Path content;

    @BeforeEach
    void makeDirectories() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        outside = Files.createDirectory(directory.resolve("outside"));
        content = Files.writeString(directory.resolve("content"), "print(1)");
    }

    @Test
    void aFileLiesBelowTheRootUnderItsAbsoluteName() throws IOException {
        new FileLayout(root).place(file("/srv/app/app.py", 0644), content);

        assertThat(root.resolve("srv/app/app.py")).hasContent("print(1)");
    }

    @Test
    void permissionBitsAreKeptAndTheOwnerMayAlwaysRead() throws IOException {
        Path placed = new FileLayout(root).place(file("/run.sh", 0311), content);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(placed)))
                .isEqualTo("rwx--x--x");
    }

    @Test
    void aFileThatIsThereIsReplaced() throws IOException {
        Files.writeString(root.resolve("app.py"), "old");

        new FileLayout(root).place(file("/app.py", 0644), content);

        assertThat(root.resolve("app.py")).hasContent("print(1)");
    }

    @Test
    void aLinkedDirectoryOnTheWayIsRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("srv"), outside);

        assertThatThrownBy(() -> new FileLayout(root).place(file("/srv/app.py", 0644), content))
                .hasMessage("a directory is needed at /srv, where a file or a symbolic link is");
    }

    @Test
    void aLinkAtTheFilesOwnNameIsReplacedAndNotFollowed() throws IOException {
        Path victim = Files.writeString(outside.resolve("victim"), "untouched");
        Files.createSymbolicLink(root.resolve("app.py"), victim);

        new FileLayout(root).place(file("/app.py", 0644), content);

        assertThat(victim).hasContent("untouched");
    }

    private static MountFile file(String name, int mode) {
        return new MountFile(name, Sha256.of("any"), mode);
    }
}
