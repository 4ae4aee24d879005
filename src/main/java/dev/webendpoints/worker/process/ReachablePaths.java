package dev.webendpoints.worker.process;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which of the absolute paths that a client names a worker sees there. Pure: asked at deploy, so that somebody who needs
 * another path is told then, and not by a missing file later.
 */
public enum ReachablePaths {

    /** With bubblewrap: every path but those that are the system's own. */
    ALL_BUT_SYSTEM(
            List.of(),
            "the system's own folders (/bin, /lib, /proc, /dev, /sys) cannot be changed; choose another path, absolute and without '..'.") {
        @Override
        boolean reaches(Path path) {
            return SYSTEM.stream().noneMatch(path::startsWith);
        }
    },

    /** Without it: what lies below {@code /root}, the working directory, and {@code /pkg}; both by their modules. */
    BELOW_ROOT(
            List.of(Path.of("/root"), Path.of("/pkg")),
            "install bubblewrap (bwrap) on the server, which gives workers every path, or choose one below /root, without '..'.") {
        @Override
        boolean reaches(Path path) {
            return reached.stream().anyMatch(path::startsWith);
        }
    };

    private static final List<Path> SYSTEM = List.of(
            Path.of("/bin"),
            Path.of("/sbin"),
            Path.of("/lib"),
            Path.of("/lib32"),
            Path.of("/lib64"),
            Path.of("/libx32"),
            Path.of("/proc"),
            Path.of("/dev"),
            Path.of("/sys"));

    final List<Path> reached;
    private final String remedy;

    ReachablePaths(List<Path> reached, String remedy) {
        this.reached = reached;
        this.remedy = remedy;
    }

    /** What somebody can do who needs a path that is not reached; one sentence. */
    public String remedy() {
        return remedy;
    }

    abstract boolean reaches(Path path);

    /**
     * @param absolute names of files and of volumes' mount points
     * @return the first that no worker sees, or that is not absolute, or that holds {@code .} or {@code ..}
     */
    public Optional<String> firstUnreachable(Collection<String> absolute) {
        return absolute.stream()
                .filter(path -> !isPlain(path) || !reaches(Path.of(path)))
                .findFirst();
    }

    /** Whether a path is absolute and leads where it seems to: one with {@code ..} may lead out of a worker's files. */
    static boolean isPlain(String path) {
        Path named = Path.of(path);
        return named.isAbsolute() && named.equals(named.normalize());
    }
}
