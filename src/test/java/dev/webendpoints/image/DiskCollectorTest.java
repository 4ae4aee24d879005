package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.image.commands.LayerDescription;
import dev.webendpoints.image.disk.InstallerCaches;
import dev.webendpoints.image.disk.KeptOnDisk;
import dev.webendpoints.image.disk.LastUse;
import io.smallrye.config.SmallRyeConfigBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/** Only what no served function needs is removed from the disk, by age or when the total is too large. */
class DiskCollectorTest {

    private static final int MEGABYTE = 1 << 20;
    private static final Duration OLD = Duration.ofDays(15);
    private static final Duration RECENT = Duration.ofDays(1);

    @TempDir
    Path dataDir;

    private LayerStore environments;
    private WorkerPackages packages;
    private InstallerCaches caches;

    @BeforeEach
    void makeParts() {
        LastUse lastUse = new LastUse();
        environments = new LayerStore(dataDir, new ObjectMapper(), lastUse);
        caches = new InstallerCaches(dataDir.resolve("cache/uv"), lastUse);
        packages = new WorkerPackages(null, null, new WorkerSources(getClass().getClassLoader()), lastUse, dataDir);
    }

    @Test
    void aLayerThatIsOldGoes() throws IOException {
        layer("a", "a", OLD);

        collect(none());

        assertThat(dataDir.resolve("images/a")).doesNotExist();
    }

    @Test
    void aLayerThatWasUsedLatelyStays() throws IOException {
        layer("a", "a", RECENT);

        collect(none());

        assertThat(environments.find("a")).isPresent();
    }

    @Test
    void aLayerThatIsLookedForIsUsed() throws IOException {
        layer("a", "a", OLD);
        environments.find("a");

        collect(none());

        assertThat(environments.find("a")).isPresent();
    }

    @Test
    void aServedLayerStaysWithTheOneWhosePackagesItShares() throws IOException {
        layer("base", "base", OLD);
        layer("a", "base", OLD);

        collect(new DiskCollector.Needed(Set.of("a"), Set.of(), Set.of()));

        assertThat(environments.find("a")).isPresent();
    }

    @Test
    void aLayerThatAProcessSeesStays() throws IOException {
        layer("a", "a", OLD);

        collect(new DiskCollector.Needed(Set.of(), Set.of(), Set.of(dataDir.resolve("images/a/venv"))));

        assertThat(environments.find("a")).isPresent();
    }

    @Test
    void pastTheBoundTheOneGoesThatWasUsedLongestAgo() throws IOException {
        layer("first", "first", Duration.ofHours(4));
        layer("second", "second", Duration.ofHours(3));
        layer("third", "third", Duration.ofHours(2));

        collect(none(), "max-size", "2500K");

        assertThat(dataDir.resolve("images/first")).doesNotExist();
        assertThat(environments.find("second")).isPresent();
        assertThat(environments.find("third")).isPresent();
    }

    @Test
    void pastTheBoundServedLayersStay() throws IOException {
        layer("served", "served", Duration.ofHours(4));
        layer("other", "other", Duration.ofHours(3));

        collect(new DiskCollector.Needed(Set.of("served"), Set.of(), Set.of()), "max-size", "500K");

        assertThat(environments.find("served")).isPresent();
        assertThat(dataDir.resolve("images/other")).doesNotExist();
    }

    @Test
    void pastTheBoundALayerStaysThatAWorkerMayJustBeStartingIn() throws IOException {
        layer("a", "a", Duration.ofMinutes(5));

        collect(none(), "max-size", "500K");

        assertThat(environments.find("a")).isPresent();
    }

    @Test
    void whenTheDiskIsNearlyFullLayersGo() throws IOException {
        layer("a", "a", Duration.ofHours(4));

        collect(none(), "min-free-disk", Long.toString(Long.MAX_VALUE / 4));

        assertThat(dataDir.resolve("images/a")).doesNotExist();
    }

    @Test
    void whatTwoLayersShareIsCountedOnce() throws IOException {
        layer("a", "a", RECENT);
        layer("b", "b", RECENT);
        Path content = dataDir.resolve("images/b/venv/content");
        Files.delete(content);
        Files.createLink(content, dataDir.resolve("images/a/venv/content"));

        KeptOnDisk kept = collect(none());

        assertThat(kept.layers().count()).isEqualTo(2);
        assertThat(kept.layers().bytes()).isBetween((long) MEGABYTE, MEGABYTE + 10_000L);
    }

    @Test
    void packagesOfAClientThatNobodyUsesGo() throws IOException {
        Path client = directory(dataDir.resolve("packages/3.11/modal-1.0.0"), OLD);

        collect(none());

        assertThat(client).doesNotExist();
    }

    @Test
    void packagesOfAClientOfServedFunctionsStay() throws IOException {
        Path client = directory(dataDir.resolve("packages/3.11/modal-1.0.0"), OLD);

        collect(new DiskCollector.Needed(Set.of(), Set.of("1.0.0"), Set.of()));

        assertThat(client).exists();
    }

    @Test
    void aCacheThatIsOldGoes() throws IOException {
        Path cache = directory(dataDir.resolve("cache/uv/ac-1"), OLD);

        collect(none());

        assertThat(cache).doesNotExist();
    }

    @Test
    void aCacheThatIsTooLargeGoes() throws IOException {
        Path cache = directory(dataDir.resolve("cache/uv/ac-1"), Duration.ZERO);

        collect(none(), "max-cache-size", "500K");

        assertThat(cache).doesNotExist();
    }

    @Test
    void aCacheThatAnInstallerWorksWithGoesWhenItHasEnded() throws IOException {
        Path cache = directory(dataDir.resolve("cache/uv/ac-1"), Duration.ZERO);

        caches.with("ac-1", used -> {
            collect(none(), "max-cache-size", "500K");
            assertThat(used.resolve("content")).exists();
        });

        assertThat(cache).doesNotExist();
    }

    @Test
    void theLogOfABuildThatFailedLongAgoGoes() throws IOException {
        Path log = Files.createFile(
                Files.createDirectories(dataDir.resolve("images/logs")).resolve("a.log"));
        Files.setLastModifiedTime(log, FileTime.from(Instant.now().minus(OLD)));

        collect(none());

        assertThat(log).doesNotExist();
    }

    private static DiskCollector.Needed none() {
        return new DiskCollector.Needed(Set.of(), Set.of(), Set.of());
    }

    private KeptOnDisk collect(DiskCollector.Needed needed) {
        return collect(needed, "keep", "14d");
    }

    private KeptOnDisk collect(DiskCollector.Needed needed, String setting, String value) {
        ImagesConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ImagesConfig.class)
                .withDefaultValue("webendpoints.images.min-free-disk", "1")
                .withDefaultValue("webendpoints.images." + setting, value)
                .build()
                .getConfigMapping(ImagesConfig.class);
        return new DiskCollector(environments, packages, caches, config).collect(needed, Instant.now());
    }

    /** Creates a layer with a megabyte of its own. */
    private void layer(String hash, String venv, Duration age) throws IOException {
        Path directory = environments.newDirectory();
        Files.createDirectories(directory.resolve("venv/bin"));
        Files.createFile(directory.resolve("venv/bin/python"));
        Files.write(directory.resolve("venv/content"), new byte[MEGABYTE]);
        environments.finish(directory, hash, new LayerDescription(venv, null, "3.11.7", dataDir, Map.of(), null));
        age(dataDir.resolve("images").resolve(hash).resolve("environment.json"), age);
    }

    private static Path directory(Path path, Duration age) throws IOException {
        Files.createDirectories(path);
        Files.write(path.resolve("content"), new byte[MEGABYTE]);
        age(path, age);
        return path;
    }

    private static void age(Path path, Duration age) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
    }
}
