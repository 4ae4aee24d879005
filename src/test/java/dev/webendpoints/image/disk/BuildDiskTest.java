package dev.webendpoints.image.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.host.SecureTrees;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits of the disk space of a build. */
class BuildDiskTest {

    private static final long MEGABYTE = 1 << 20;
    private static final BuildDisk DISK = new BuildDisk(4 * MEGABYTE, 100, 1);

    @TempDir
    Path layer;

    @Test
    void aLayerWithinItsBoundsGoesOn() throws IOException {
        Files.write(layer.resolve("file"), new byte[(int) MEGABYTE]);

        assertThat(DISK.objectionTo(layer)).isEmpty();
    }

    @Test
    void aLayerThatIsTooLargeIsStopped() throws IOException {
        Files.write(layer.resolve("file"), new byte[(int) (5 * MEGABYTE)]);

        assertThat(DISK.objectionTo(layer))
                .contains("the layer was stopped at 5 MB; a layer may take 4 MB (webendpoints.images.max-layer-size)");
    }

    /** The longest path has 4096 bytes. */
    @Test
    void aFileDeeperThanAPathMayBeLongCounts() throws IOException, InterruptedException {
        String program = "import os\nfor i in range(30):\n os.mkdir('d' * 200)\n os.chdir('d' * 200)\n"
                + "open('deep', 'wb').write(bytes(5 << 20))";
        Process deep = new ProcessBuilder("python3", "-c", program)
                .directory(layer.toFile())
                .inheritIO()
                .start();
        assertThat(deep.waitFor()).isZero();

        Optional<String> objection = DISK.objectionTo(layer);

        SecureTrees.delete(layer);
        assertThat(objection)
                .contains("the layer was stopped at 5 MB; a layer may take 4 MB (webendpoints.images.max-layer-size)");
    }

    @Test
    void aLayerThatHasTooManyFilesIsStopped() throws IOException {
        Path below = Files.createDirectory(layer.resolve("below"));
        for (int i = 0; i < 150; i++) {
            Files.createFile(below.resolve("f" + i));
        }

        assertThat(DISK.objectionTo(layer))
                .contains("the layer was stopped at 101 files and directories; a layer may have 100"
                        + " (webendpoints.images.max-layer-files)");
    }

    @Test
    void noLayerIsBuiltOnAFullDisk() {
        BuildDisk full = new BuildDisk(4 * MEGABYTE, 100, Long.MAX_VALUE);

        assertThat(full.objectionTo(layer)).get().asString().contains("(webendpoints.images.min-free-disk)");
    }
}
