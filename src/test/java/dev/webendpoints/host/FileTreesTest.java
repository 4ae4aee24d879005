package dev.webendpoints.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class FileTreesTest {

    @TempDir
    Path parent;

    @Test
    void onlyMissingFilesAreCopied() throws IOException {
        Path source = Files.createDirectories(parent.resolve("source/inner"));
        Files.writeString(source.resolve("new"), "from the source");
        Files.writeString(source.resolve("old"), "from the source");
        Path target = Files.createDirectories(parent.resolve("target/inner"));
        Files.writeString(target.resolve("old"), "kept");

        FileTrees.copyMissing(parent.resolve("source"), parent.resolve("target"));

        assertThat(target.resolve("new")).hasContent("from the source");
        assertThat(target.resolve("old")).hasContent("kept");
    }

    @Test
    void aLinkThatIsMissingIsCopiedAsALink() throws IOException {
        Path source = Files.createDirectory(parent.resolve("source"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("/nowhere"));

        FileTrees.copyMissing(source, parent.resolve("target"));

        assertThat(Files.readSymbolicLink(parent.resolve("target/link"))).isEqualTo(Path.of("/nowhere"));
    }

    @Test
    void onlyChildrenWithThePrefixAreDiscarded() throws IOException {
        Files.createDirectories(parent.resolve(".unfinished-1/inner"));
        Files.createFile(parent.resolve("finished"));

        FileTrees.discardChildren(parent, ".unfinished-");

        assertThat(FileTrees.childrenOf(parent)).containsExactly(parent.resolve("finished"));
    }

    @Test
    void aFileAndWhatIsNotThereHaveNoChildren() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThat(FileTrees.childrenOf(file)).isEmpty();
        assertThat(FileTrees.sortedChildren(parent.resolve("missing"))).isEmpty();
    }

    /** A tenant may have put it there. */
    @Test
    void aLinkToADirectoryHasNoSortedChildren() throws IOException {
        Files.createDirectories(parent.resolve("other/inner"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), parent.resolve("other"));

        assertThat(FileTrees.sortedChildren(link)).isEmpty();
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
                            FileTrees.discard(tree);
                        }
                    })
                    .doesNotThrowAnyException();
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }
}
