package dev.webendpoints.image.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequirementFilesTest {

    @TempDir
    Path root;

    private Path file;

    @BeforeEach
    void makeDirectory() throws IOException {
        file = Files.createDirectories(root.resolve("app")).resolve("requirements.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-r /etc/passwd",
                "-r/etc/passwd",
                "--requirement=/etc/passwd",
                "--requirement \\\n  /etc/passwd",
                "-c /etc/passwd",
                "-e /srv/other",
                "-r '/etc/passwd'",
                "-r ../../outside.txt",
                "/srv/other",
                "./../../other",
                "six\n  -r /etc/passwd # why not",
                "six @ file:///srv/six.whl",
                "-f file:///srv",
                "-e file:///srv/other"
            })
    void aFileOfTheHostIsRefused(String line) throws IOException {
        Files.writeString(file, line);

        assertThatThrownBy(this::check)
                .isInstanceOf(CommandRejected.class)
                .hasMessageContaining("names a file outside the image");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "six==1.16.0 # not from /srv",
                "# -r /etc/passwd",
                "six[a,b]>=1; python_version < '3.12'",
                "six @ https://example.test/six.whl",
                "git+https://example.test/six.git@v1",
                "-f https://example.test/wheels",
                "--index-url https://example.test/simple",
                "-r ../other.txt",
                "-e ./package",
                "--no-binary :all:"
            })
    void whatIsTheImagesOwnIsFine(String line) throws IOException {
        Files.writeString(file, line);

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void aFileThatIsIncludedIsReadToo() throws IOException {
        Files.writeString(file, "-r more.txt");
        Files.writeString(root.resolve("app/more.txt"), "-r requirements.txt\n-c /etc/passwd");

        assertThatThrownBy(this::check).isInstanceOf(CommandRejected.class).hasMessageContaining("-c /etc/passwd");
    }

    private void check() throws IOException {
        new RequirementFiles(List.of(root)).requireOwn(file);
    }
}
