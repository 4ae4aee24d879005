package dev.webendpoints.worker.process;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where a process is in the tree of control groups, by what the kernel says in /proc. */
class CgroupPlaceTest {

    private static final String MOUNT =
            "35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";
    private static final String OTHER_MOUNT = "24 1 0:22 / /sys rw - sysfs sysfs rw";

    @Test
    void aServiceIsBelowTheMount() {
        var place = CgroupPlace.of(List.of("0::/system.slice/we.service"), List.of(OTHER_MOUNT, MOUNT));

        assertThat(place).contains(new CgroupPlace(Path.of("/sys/fs/cgroup/system.slice/we.service"), false));
    }

    @Test
    void aContainersOwnGroupIsTheMount() {
        var place = CgroupPlace.of(List.of("0::/"), List.of(MOUNT));

        assertThat(place).contains(new CgroupPlace(Path.of("/sys/fs/cgroup"), true));
    }

    @Test
    void aPartOfTheTreeMayBeMounted() {
        String part = "35 24 0:30 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw";

        var place = CgroupPlace.of(List.of("0::/docker/abc/inner"), List.of(part));

        assertThat(place).contains(new CgroupPlace(Path.of("/sys/fs/cgroup/inner"), false));
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
        var place = new CgroupPlace(Path.of("/sys/fs/cgroup/we.service/web-endpoints"), false);

        assertThat(place.taken()).isEqualTo(Path.of("/sys/fs/cgroup/we.service"));
    }
}
