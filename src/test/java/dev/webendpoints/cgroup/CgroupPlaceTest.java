package dev.webendpoints.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Position of a process in the tree of control groups, read from /proc. */
class CgroupPlaceTest {

    private static final Path TOP = Path.of("/sys/fs/cgroup");
    private static final String MOUNT =
            "35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";
    private static final String OTHER_MOUNT = "24 1 0:22 / /sys rw - sysfs sysfs rw";

    @Test
    void aServiceIsBelowTheMount() {
        var place = CgroupPlace.of(List.of("0::/system.slice/we.service"), List.of(OTHER_MOUNT, MOUNT));

        assertThat(place).contains(new CgroupPlace(Path.of("/sys/fs/cgroup/system.slice/we.service"), TOP));
    }

    @Test
    void aContainersOwnGroupIsTheMount() {
        var place = CgroupPlace.of(List.of("0::/"), List.of(MOUNT));

        assertThat(place).contains(new CgroupPlace(TOP, TOP));
    }

    @Test
    void aPartOfTheTreeMayBeMounted() {
        String part = "35 24 0:30 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw";

        var place = CgroupPlace.of(List.of("0::/docker/abc/inner"), List.of(part));

        assertThat(place).contains(new CgroupPlace(TOP.resolve("inner"), TOP));
    }

    @Test
    void aPartThatTheProcessIsNotInDoesNotCount() {
        String part = "35 24 0:30 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw";

        var place = CgroupPlace.of(List.of("0::/docker/other"), List.of(part));

        assertThat(place).isEmpty();
    }

    @Test
    void versionOneDoesNotCount() {
        var place = CgroupPlace.of(
                List.of("4:memory:/", "1:cpu:/"),
                List.of("36 25 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory"));

        assertThat(place).isEmpty();
    }

    @Test
    void whoIsInTheLeafAlreadyTakesTheGroupAbove() {
        var place = new CgroupPlace(Path.of("/sys/fs/cgroup/we.service/web-endpoints"), TOP);

        assertThat(place.taken()).isEqualTo(Path.of("/sys/fs/cgroup/we.service"));
    }

    /** As in a container with its own cgroup namespace: its top group has a type, the machine's has none. */
    @Test
    void theTopOfAContainerIsItsOwn(@TempDir Path top) throws IOException {
        Files.createFile(top.resolve("cgroup.type"));

        assertThat(new CgroupPlace(top, top).delegated()).contains(top);
    }

    @Test
    void theTopOfAContainerIsItsOwnAfterTheServerWentIntoItsLeaf(@TempDir Path top) throws IOException {
        Files.createFile(top.resolve("cgroup.type"));

        assertThat(new CgroupPlace(top.resolve(CgroupPlace.LEAF), top).delegated())
                .contains(top);
    }

    @Test
    void theTopOfTheMachineIsNobodys(@TempDir Path top) {
        assertThat(new CgroupPlace(top, top).delegated()).isEmpty();
    }

    @Test
    void aGroupThatNobodyMarkedIsNotTheServers(@TempDir Path top) throws IOException {
        Path group = Files.createDirectories(top.resolve("user.slice/terminal.scope"));
        Files.createFile(group.resolve("cgroup.type"));

        assertThat(new CgroupPlace(group, top).delegated()).isEmpty();
    }
}
