package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.failure.InvalidRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A worker replaces names in its volume by links and FIFOs while the server works with them. */
@Timeout(60)
class HostileVolumeTest {

    private static final String SECRET = "secret of the server";
    private static final Duration ATTACK = Duration.ofSeconds(2);

    @TempDir
    Path data;

    private VolumeStore store;
    private Path volume;
    private Path outside;
    private final AtomicBoolean attacking = new AtomicBoolean(true);
    private Thread attacker;

    @BeforeEach
    void fill() throws IOException {
        store = VolumeStore.in(data.resolve("volumes"), path -> {});
        store.root("vo-1").close();
        volume = data.resolve("volumes/vo-1");
        outside = Files.createDirectory(data.resolve("outside"));
        Files.writeString(outside.resolve("file"), SECRET);
    }

    @AfterEach
    void stopAttack() throws InterruptedException {
        attacking.set(false);
        if (attacker != null) {
            attacker.join();
        }
    }

    @Test
    void aLinkIsNotRead() throws IOException {
        Files.createSymbolicLink(volume.resolve("file"), outside.resolve("file"));

        assertThatThrownBy(() -> read("file")).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void aFileBelowALinkIsNotRead() throws IOException {
        Files.createSymbolicLink(volume.resolve("directory"), outside);

        assertThatThrownBy(() -> read("directory/file")).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void aLinkIsNotListed() throws IOException {
        Files.createSymbolicLink(volume.resolve("directory"), outside);

        try (FileListing listing = new FileListing(store, "vo-1", VolumePath.of("/"), true, 10)) {
            assertThat(listing.next(10)).extracting(FileEntry::path).containsExactly("directory");
        }
    }

    @Test
    void aLinkIsReplacedAndNotWrittenThrough() throws IOException {
        Files.createSymbolicLink(volume.resolve("file"), outside.resolve("file"));

        write("file", "new");

        assertThat(outside.resolve("file")).hasContent(SECRET);
        assertThat(read("file")).isEqualTo("new");
    }

    @Test
    void nothingIsWrittenBelowALink() throws IOException {
        Files.createSymbolicLink(volume.resolve("directory"), outside);

        assertThatThrownBy(() -> write("directory/new", "new")).isInstanceOf(InvalidRequest.class);
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void removalLeavesWhatALinkLeadsTo() throws IOException {
        Files.createDirectory(volume.resolve("directory"));
        Files.createSymbolicLink(volume.resolve("directory/link"), outside);

        remove("directory");

        assertThat(outside.resolve("file")).hasContent(SECRET);
        assertThat(volume.resolve("directory")).doesNotExist();
    }

    @Test
    void aCopyDoesNotContainWhatALinkLeadsTo() throws IOException {
        Files.createDirectory(volume.resolve("directory"));
        Files.createSymbolicLink(volume.resolve("directory/link"), outside.resolve("file"));
        FileCopy copy = new FileCopy(store, limits(), "vo-1");

        assertThatThrownBy(() -> copy.copy(List.of(VolumePath.of("directory")), VolumePath.of("copied"), true))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("directory/link");
    }

    @Test
    void noPathLeadsOutOfTheVolume() {
        assertThatThrownBy(() -> VolumePath.of("a/../../outside/file")).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void aFifoIsNeitherOpenedAsAFileNorAsADirectory() throws Exception {
        fifo(volume.resolve("pipe"));

        assertThatThrownBy(() -> read("pipe")).isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> read("pipe/file")).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void aDirectoryThatBecomesALinkMeanwhileIsNotFollowed() throws Exception {
        // Given
        Path real = Files.createDirectory(volume.resolve("real"));
        Files.writeString(real.resolve("file"), "inside");
        Path link = Files.createSymbolicLink(volume.resolve("link"), outside);
        attack(real, link);

        // When
        List<String> contents = repeatedly(() -> read("target/file"));

        // Then
        assertThat(contents).isNotEmpty().containsOnly("inside");
    }

    @Test
    void aFileThatBecomesALinkMeanwhileIsNotFollowed() throws Exception {
        // Given
        Path real = Files.writeString(volume.resolve("real"), "inside");
        Path link = Files.createSymbolicLink(volume.resolve("link"), outside.resolve("file"));
        attack(real, link);

        // When
        List<String> contents = repeatedly(() -> read("target"));

        // Then
        assertThat(contents).isNotEmpty().containsOnly("inside");
    }

    @Test
    void aDirectoryThatBecomesAFifoMeanwhileBlocksNothing() throws Exception {
        // Given
        Path real = Files.createDirectory(volume.resolve("real"));
        Files.writeString(real.resolve("file"), "inside");
        attack(real, fifo(volume.resolve("pipe")));

        // When
        List<String> contents = repeatedly(() -> read("target/file"));

        // Then
        assertThat(contents).isNotEmpty().containsOnly("inside");
    }

    @Test
    void whatIsWrittenWhileADirectoryBecomesALinkStaysInTheVolume() throws Exception {
        // Given
        Path real = Files.createDirectory(volume.resolve("real"));
        Path link = Files.createSymbolicLink(volume.resolve("link"), outside);
        attack(real, link);

        // When
        repeatedly(() -> {
            write("target/new", "new");
            return "written";
        });

        // Then
        assertThat(outside).isDirectoryNotContaining("glob:**/new");
    }

    @Test
    void nothingIsLeftBesideTheVolumes() throws Exception {
        write("a/b", "content");
        read("a/b");
        remove("a");

        try (Stream<Path> left = Files.list(store.staging().directory())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aDeletedVolumeIsRemembered() throws Exception {
        write("a/b", "content");

        store.delete("vo-1");

        assertThat(volume).doesNotExist();
        assertThat(data.resolve("volumes/.deleted/vo-1")).isEmptyDirectory();
    }

    /** Lets {@code target} be one and the other in turn, as fast as a worker can. */
    private void attack(Path one, Path other) {
        Path target = volume.resolve("target");
        attacker = new Thread(() -> {
            while (attacking.get()) {
                for (Path each : List.of(one, other)) {
                    try {
                        Files.move(each, target, StandardCopyOption.ATOMIC_MOVE);
                        Thread.yield();
                        Files.move(target, each, StandardCopyOption.ATOMIC_MOVE);
                    } catch (IOException e) {
                        target.toFile()
                                .renameTo(volume.resolve("made-" + System.nanoTime())
                                        .toFile());
                    }
                }
            }
        });
        attacker.start();
    }

    /** Returns what succeeded; foreseen refusals are ignored, as are those of a file system that changes. */
    private static List<String> repeatedly(Callable<String> work) throws Exception {
        List<String> results = new ArrayList<>();
        long end = System.nanoTime() + ATTACK.toNanos();
        while (System.nanoTime() < end || results.isEmpty()) {
            try {
                results.add(work.call());
            } catch (DomainFailure | IOException e) {
                // The entry is absent, or something else, at this moment.
            }
        }
        return results;
    }

    private VolumeLimits limits() {
        return new VolumeLimits(store, Long.MAX_VALUE / 2, 1000, 0);
    }

    private String read(String path) throws IOException {
        try (PinnedFile file = store.pin("vo-1", VolumePath.of(path))) {
            return Files.readString(file.link());
        }
    }

    private void write(String path, String content) throws IOException {
        Path file = store.staging().newName("test");
        try {
            Files.write(file, content.getBytes(StandardCharsets.UTF_8));
            store.place("vo-1", VolumePath.of(path), file, 0);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void remove(String path) throws IOException {
        VolumePath named = VolumePath.of(path);
        try (VolumeDirectory parent = store.open("vo-1", named.parent(), false)) {
            parent.remove(named.name());
        }
    }

    private static Path fifo(Path path) throws IOException, InterruptedException {
        new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
        return path;
    }
}
