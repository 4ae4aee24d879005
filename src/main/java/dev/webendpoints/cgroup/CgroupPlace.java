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
 * Where a process is in the kernel's tree of control groups, version 2 (cgroups(7)).
 *
 * @param directory of its group
 * @param top above which no group can be seen: a container's own, or the machine's
 */
record CgroupPlace(Path directory, Path top) {

    /** The group that the server itself goes into, since a group that has others below it may have no processes. */
    static final String LEAF = "web-endpoints";

    private static final Path PROC_SELF = Path.of("/proc/self");
    private static final String VERSION_2 = "0::";

    /** A mount's fields (proc(5), mountinfo): what of the file system is mounted, and where. */
    private static final int ROOT = 3;

    private static final int POINT = 4;

    /** With this attribute systemd marks what it has delegated. */
    private static final String DELEGATED = "delegate";

    /** That of this process; empty where there is no version 2. Blocks. */
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
     * The directory below which this server may make groups: its own, or the one above when it is in a leaf already,
     * where that was delegated to it. Empty where nobody has said so.
     */
    Optional<Path> delegated() {
        return Stream.of(directory, directory.getParent())
                .filter(CgroupPlace::isMarked)
                .findFirst()
                .or(this::containersOwn);
    }

    /** The same where the operator says so. */
    Path taken() {
        return directory.endsWith(LEAF) ? directory.getParent() : directory;
    }

    /** The top group of a container has a type, that of the machine has none. */
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
