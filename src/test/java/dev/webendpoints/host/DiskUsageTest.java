package dev.webendpoints.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.host.DiskUsage.Usage;

import static org.assertj.core.api.Assertions.assertThat;

/** Measured disk usage of directories. */
class DiskUsageTest {

    private static final int MEGABYTE = 1 << 20;
    private static final long MANY = 1000;

    @TempDir
    Path parent;

    private Path one;
    private Path other;

    @BeforeEach
    void makeDirectories() throws IOException {
        one = Files.createDirectory(parent.resolve("one of them"));
        other = Files.createDirectory(parent.resolve("other"));
    }

    @Test
    void eachDirectoryHasItsOwnFiles() throws IOException {
        files(one, 3);
        Files.createDirectory(other.resolve("empty"));

        var usage = DiskUsage.of(List.of(one, other), MANY, List.of());

        assertThat(usage.get(one).files()).isEqualTo(4);
        assertThat(usage.get(other).files()).isEqualTo(2);
    }

    @Test
    void aFileWithHolesCountsForItsBlocks() throws IOException {
        try (RandomAccessFile holes = new RandomAccessFile(one.resolve("holes").toFile(), "rw")) {
            holes.setLength(1L << 40);
        }
        Files.write(one.resolve("whole"), new byte[MEGABYTE]);

        Usage usage = DiskUsage.of(List.of(one), MANY, List.of()).get(one);

        assertThat(usage.bytes()).isBetween((long) MEGABYTE, MEGABYTE + 64L * 1024);
    }

    @Test
    void aFileWithTwoNamesCountsOnce() throws IOException {
        Path file = Files.write(one.resolve("whole"), new byte[MEGABYTE]);
        Files.createLink(one.resolve("linked"), file);

        Usage usage = DiskUsage.of(List.of(one), MANY, List.of()).get(one);

        assertThat(usage.bytes()).isBetween((long) MEGABYTE, MEGABYTE + 64L * 1024);
    }

    @Test
    void whatALinkLeadsToDoesNotCount() throws IOException {
        files(other, 5);
        Files.createSymbolicLink(one.resolve("link"), other);

        Usage usage = DiskUsage.of(List.of(one), MANY, List.of()).get(one);

        assertThat(usage.files()).isEqualTo(2);
    }

    @Test
    void countingEndsAtTooManyFilesAndGoesOnWithTheNextDirectory() throws IOException {
        files(one, 50);
        files(other, 5);

        var usage = DiskUsage.of(List.of(one, other), 10, List.of());

        assertThat(usage.get(one).files()).isEqualTo(11);
        assertThat(usage.get(other).files()).isEqualTo(6);
    }

    /** The longest path has 4096 bytes. */
    @Test
    void filesDeeperThanAPathMayBeLongCount() throws IOException, InterruptedException {
        Process deep = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import os\nfor i in range(30):\n os.mkdir('d' * 200)\n os.chdir('d' * 200)\nopen('deep', 'w')")
                .directory(one.toFile())
                .inheritIO()
                .start();
        assertThat(deep.waitFor()).isZero();

        Usage usage = DiskUsage.of(List.of(one), MANY, List.of()).get(one);

        new ProcessBuilder("rm", "-rf", one.toString()).start().waitFor();
        assertThat(usage.files()).isEqualTo(32);
    }

    /** No part of a name is parsed as a number. */
    @Test
    void aFileWithALineInItsNameIsOneFile() throws IOException {
        Files.createFile(one.resolve("a\nf 8000000 1 x"));

        var usage = DiskUsage.of(List.of(one), MANY, List.of());

        assertThat(usage).containsOnlyKeys(one);
        assertThat(usage.get(one).files()).isEqualTo(2);
    }

    @Test
    void aDirectoryThatIsGoneHasNoUsage() throws IOException {
        var usage = DiskUsage.of(List.of(parent.resolve("gone"), one), MANY, List.of());

        assertThat(usage).containsOnlyKeys(one);
    }

    private static void files(Path directory, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.createFile(directory.resolve("f" + i));
        }
    }
}
