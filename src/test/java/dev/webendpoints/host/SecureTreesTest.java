package dev.webendpoints.host;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SecureTreesTest {

    @TempDir
    Path directory;

    @Test
    void aTreeIsDeletedWhateverItsPermissions() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/closed"));
        Files.writeString(tree.resolve("file"), "x");
        Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("---------"));

        SecureTrees.delete(directory.resolve("tree"));

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aClosedDirectoryIsDeletedWithItsDirectories() throws IOException {
        Path closed = Files.createDirectories(directory.resolve("tree/closed/inner"));
        Files.createFile(closed.resolve("file"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

        SecureTrees.delete(directory.resolve("tree"));

        assertThat(directory.resolve("tree")).doesNotExist();
    }

    /** Such as those of macOS: the file system of an archive has no secure directory streams either. */
    @Test
    void aTreeIsDeletedOnFileSystemsWithoutOpenDirectories() throws IOException {
        URI archive = URI.create("jar:" + directory.resolve("archive.zip").toUri());
        try (FileSystem files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path tree = Files.createDirectories(files.getPath("/tree/inner"));
            Files.writeString(tree.resolve("file"), "x");

            SecureTrees.delete(files.getPath("/tree"));

            assertThat(files.getPath("/")).isEmptyDirectory();
        }
    }

    @Test
    void aLinkIsDeletedAndNotWhatItLeadsTo() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "x");
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), outside);

        SecureTrees.delete(tree);

        assertThat(tree).doesNotExist();
        assertThat(outside.resolve("kept")).hasContent("x");
    }

    @Test
    void aTreeThatIsDeeperThanFilesMayBeOpenIsDeleted() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Path bottom = tree;
        for (int depth = 0; depth < 500; depth++) {
            bottom = Files.createDirectory(bottom.resolve("d"));
        }

        SecureTrees.delete(tree);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatIsNotThereIsDeletedAlready() throws IOException {
        SecureTrees.delete(directory.resolve("missing"));

        assertThat(directory).isEmptyDirectory();
    }

    /** A directory becomes a link and a directory again while the tree around it is deleted. */
    @Test
    void aDirectoryThatIsSwappedForALinkLeadsNowhere() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "x");
        AtomicBoolean done = new AtomicBoolean();
        for (int round = 0; round < 200; round++) {
            Path tree = Files.createDirectories(directory.resolve("tree"));
            Path swapped = Files.createDirectories(tree.resolve("swapped/deep"));
            Thread attacker = new Thread(() -> swap(swapped.getParent(), outside, done));
            done.set(false);
            attacker.start();
            try {
                SecureTrees.delete(tree);
            } catch (IOException e) {
                // Entries that the attacker created meanwhile may be left.
            }
            done.set(true);
            attacker.join();
            SecureTrees.delete(tree);
        }

        assertThat(outside.resolve("kept")).hasContent("x");
    }

    private static void swap(Path path, Path outside, AtomicBoolean done) {
        while (!done.get()) {
            try {
                Files.deleteIfExists(path.resolve("deep"));
                Files.deleteIfExists(path);
                Files.createSymbolicLink(path, outside);
                Files.deleteIfExists(path);
                Files.createDirectories(path.resolve("deep"));
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
    }
}
