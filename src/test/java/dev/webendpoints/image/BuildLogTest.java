package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.image.BuildEvent.Line;

import static org.assertj.core.api.Assertions.assertThat;

class BuildLogTest {

    @TempDir
    Path directory;

    private Path file;
    private BuildLog log;

    @BeforeEach
    void makeLog() {
        file = directory.resolve("logs/build.log");
        log = new BuildLog(file, 3, text -> text.replace("/srv/data/", "/"));
    }

    @Test
    void whoComesLateGetsAllLines() {
        log.add("one");
        log.add("two");
        log.close();

        assertThat(texts(log.lines().collect().asList().await().indefinitely())).containsExactly("one", "two");
    }

    @Test
    void linesAreReadAgainFromTheFile() throws IOException {
        log.add("one\twith a tab");
        log.close();

        assertThat(texts(BuildLog.read(file))).containsExactly("one\twith a tab");
    }

    @Test
    void entryIdsAreTheSameLiveAndFromTheFile() throws IOException {
        log.add("one");
        log.add("two");
        log.close();

        assertThat(BuildLog.read(file)).extracting(Line::entryId).containsExactly("1", "2");
    }

    @Test
    void pathsOfTheServerAreReplaced() throws IOException {
        log.add("at /srv/data/root/app.py");
        log.close();

        assertThat(texts(BuildLog.read(file))).containsExactly("at /root/app.py");
    }

    @Test
    void moreLinesThanAreKeptAreDroppedWithAWord() {
        List.of("1", "2", "3", "4", "5").forEach(log::add);
        log.close();

        assertThat(texts(log.lines().collect().asList().await().indefinitely()))
                .containsExactly("1", "2", "3", "… the build says more than the 3 lines that are kept");
    }

    @Test
    void credentialsInAddressesAreNotKept() throws IOException {
        log.add("WARNING: 'RUN pip install https://user:s3cret@index.example/six.zip' cannot be done");
        log.close();

        assertThat(texts(BuildLog.read(file)))
                .containsExactly("WARNING: 'RUN pip install https://***@index.example/six.zip' cannot be done");
    }

    @Test
    void onlyTheServersUserReadsIt() throws IOException {
        log.add("one");
        log.close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aBuildThatSaidNothingHasNoLines() throws IOException {
        log.close();

        assertThat(BuildLog.read(file)).isEmpty();
    }

    private static List<String> texts(List<Line> lines) {
        return lines.stream().map(Line::text).toList();
    }
}
