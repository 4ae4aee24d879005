package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.worker.process.run.ReachablePaths;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Volumes whose content misleads bubblewrap: it follows symbolic links at a mount point, and during setup it still has
 * the host's files below {@code /oldroot}.
 */
class HostileVolumesTest extends WorkerFixture {

    private static final VolumeMount A = new VolumeMount("vo-a", "/v", false);
    private static final VolumeMount B = new VolumeMount("vo-b", "/v/link/volumes", false);
    private static final VolumeMount C = new VolumeMount("vo-c", "/z", false);

    /** The host's root directory as a volume: A leads B to the server's volumes, where B leads C to the host. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void threeVolumesDoNotReachTheHost(int zygotes) throws IOException {
        open(zygotes);
        Path volumes = Files.createDirectories(data.resolve("volumes"));
        Files.createSymbolicLink(
                Files.createDirectories(volumes.resolve("vo-a")).resolve("link"), Path.of("/oldroot" + data));
        Files.createSymbolicLink(
                Files.createDirectories(volumes.resolve("vo-b")).resolve("vo-c"), Path.of("/oldroot"));
        Files.createDirectories(volumes.resolve("vo-c"));

        RecordedEvents worker = server.start(Map.of(), A, B, C);

        assertThat(RecordedEvents.await(worker.failed).reason()).isEqualTo("the worker's process could not be started");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aLinkInAVolumeLeadsNowhereOnTheHost(int zygotes) throws IOException {
        open(zygotes);
        Path volume = Files.createDirectories(data.resolve("volumes/vo-a"));
        Files.createSymbolicLink(volume.resolve("old"), Path.of("/oldroot/etc/shadow"));
        Files.createSymbolicLink(volume.resolve("data"), data.resolve("volumes"));
        RecordedEvents worker = server.start(Map.of(), A);

        JsonNode seen =
                WorkerHarness.ask(worker.address(), "[os.path.exists('/v/' + n) for n in ('old', 'data', 'old/..')]");

        assertThat(seen).extracting(JsonNode::asBoolean).containsExactly(false, false, false);
    }

    @Test
    void whatAWorkerLinksIntoItsFilesIsNotFollowedByTheNextWorker() throws IOException {
        open(2);
        RecordedEvents first = server.start(WorkerHarness.id(1), Map.of(), A);
        WorkerHarness.ask(first.address(), "os.symlink('/oldroot', '/v/next')");

        RecordedEvents second =
                server.start(WorkerHarness.id(2), Map.of(), A, new VolumeMount("vo-b", "/v/next/volumes", false));

        assertThat(RecordedEvents.await(second.failed).reason()).isEqualTo("the worker's process could not be started");
    }

    @Test
    void aVolumeIsMountedWithoutSetUserIdsAndDevices() {
        open(0);
        RecordedEvents worker = server.start(Map.of(), A);

        JsonNode options = WorkerHarness.ask(
                worker.address(),
                "[sorted(set(l.split()[5].split(',')) & {'nosuid', 'nodev'}) for l in open('/proc/self/mountinfo')"
                        + " if l.split()[4] == '/v'][0]");

        assertThat(options).extracting(JsonNode::asText).containsExactly("nodev", "nosuid");
    }

    @Test
    void noOtherAccountReachesWhatAWorkerMarksSetUserId() throws IOException {
        open(0);
        RecordedEvents worker = server.start(Map.of(), A);
        WorkerHarness.ask(worker.address(), "[open('/v/shell', 'w').close(), os.chmod('/v/shell', 0o4755)]");

        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("volumes")));

        assertThat(permissions).isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/usr",
                "/usr/lib/x",
                "/etc",
                "/etc/x",
                "/run",
                "/run/worker",
                "/run/x",
                "/root",
                "/tmp",
                "/var",
                "/bin/x",
                "/lib64",
                "/proc",
                "/proc/sys",
                "/dev/shm",
                "/sys",
                "/oldroot",
                "/oldroot/x",
                "/newroot/x"
            })
    void aVolumeIsRefusedAtDeployWhereTheSystemIs(String path) {
        open(0);

        assertThat(unreachable(List.of(), List.of(path))).contains(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data", "/root/.cache", "/tmp/models", "/var/lib/app", "/opt/x/y", "/mnt"})
    void aVolumeOfItsOwnIsAccepted(String path) {
        open(0);

        assertThat(unreachable(List.of("/root/app.py"), List.of(path))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/v,/v", "/v,/v/link/volumes", "/v/a/b,/v/a"})
    void volumesAtOrBelowEachOtherAreRefused(String one, String other) {
        open(0);

        assertThat(unreachable(List.of(), List.of(one, "/z", other))).contains(one);
    }

    @ParameterizedTest
    @CsvSource({"/v/app.py,/v", "/v,/v/deep", "/v,/v"})
    void aFileAtAboveOrBelowAVolumeIsRefused(String file, String volume) {
        open(0);

        assertThat(unreachable(List.of("/root/app.py", file), List.of(volume))).contains(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/usr", "/etc", "/run", "/run/worker/x", "/tmp", "/root", "/proc/x", "/oldroot/x"})
    void aFileIsRefusedInPlaceOfASystemsDirectory(String file) {
        open(0);

        assertThat(unreachable(List.of(file), List.of())).contains(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/volumes", "/volumes/vo-b/x"})
    void theDataDirectoryIsRefused(String below) {
        open(0);

        assertThat(unreachable(List.of(), List.of(data + below))).contains(data + below);
        assertThat(unreachable(List.of(data + below), List.of())).contains(data + below);
    }

    private void open(int zygotes) {
        server = WorkerHarness.confined(data, zygotes);
    }

    private Optional<String> unreachable(List<String> files, List<String> volumes) {
        return server.runtime.reachablePaths().firstUnreachable(files, volumes).map(ReachablePaths.Unreachable::path);
    }
}
