package dev.webendpoints.cgroup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The position of a process in the kernel's tree of control groups, version 2 (cgroups(7)).
 *
 * @param directory directory of the process's group
 * @param top the topmost visible group: the container's, or the machine's
 */
record CgroupPlace(Path directory, Path top) {

    /** The group that holds the server's own processes, since a group with child groups may have no processes. */
    static final String LEAF = "web-endpoints";

    private static final Path PROC_SELF = Path.of("/proc/self");
    private static final String VERSION_2 = "0::";

    /** Fields of a mount (proc(5), mountinfo): the mounted root within the file system, and the mount point. */
    private static final int ROOT = 3;

    private static final int POINT = 4;

    /** The attribute with which systemd marks a delegated group. */
    private static final String DELEGATED = "delegate";

    /** Returns the position of this process; empty without cgroups of version 2. Blocks. */
    static Optional<CgroupPlace> ofThisProcess() {
        try {
            return of(
                    Files.readAllLines(PROC_SELF.resolve("cgroup")),
                    Files.readAllLines(PROC_SELF.resolve("mountinfo")));
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /**
     * Returns the position that the two files describe.
     *
     * @param groups lines of {@code /proc/<pid>/cgroup}
     * @param mounts lines of {@code /proc/<pid>/mountinfo}
     */
    static Optional<CgroupPlace> of(List<String> groups, List<String> mounts) {
        Optional<Path> group = groups.stream()
                .filter(line -> line.startsWith(VERSION_2))
                .map(line -> Path.of(line.substring(VERSION_2.length())))
                .findFirst();
        return group.flatMap(
                own -> mounts.stream().flatMap(mount -> below(mount, own)).findFirst());
    }

    private static Stream<CgroupPlace> below(String mount, Path group) {
        String[] parts = mount.split(" - ", 2);
        String[] fields = parts[0].split(" ");
        if (parts.length < 2 || !parts[1].startsWith("cgroup2 ") || fields.length <= POINT) {
            return Stream.empty();
        }
        Path root = Path.of(fields[ROOT]);
        Path top = Path.of(fields[POINT]);
        return group.startsWith(root)
                ? Stream.of(new CgroupPlace(top.resolve(root.relativize(group).toString()), top))
                : Stream.empty();
    }

    /**
     * Returns the directory below which this server may create groups, if one is delegated to it: its own, or the
     * parent if the server is in a leaf already.
     */
    Optional<Path> delegated() {
        return Stream.of(directory, directory.getParent())
                .filter(CgroupPlace::isMarked)
                .findFirst()
                .or(this::containersOwn);
    }

    /** Returns the same directory without checking for delegation, for {@link CgroupMode#REQUIRED}. */
    Path taken() {
        return directory.endsWith(LEAF) ? directory.getParent() : directory;
    }

    /** Returns the top group of a container. It has a type; the machine's top group has none. */
    private Optional<Path> containersOwn() {
        return Optional.of(taken()).filter(group -> group.equals(top) && Files.exists(group.resolve("cgroup.type")));
    }

    private static boolean isMarked(Path group) {
        try {
            UserDefinedFileAttributeView attributes =
                    Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
            if (attributes == null || !attributes.list().contains(DELEGATED)) {
                return false;
            }
            ByteBuffer value = ByteBuffer.allocate(attributes.size(DELEGATED));
            attributes.read(DELEGATED, value);
            return StandardCharsets.US_ASCII.decode(value.flip()).toString().equals("1");
        } catch (IOException notThere) {
            return false;
        }
    }
}
