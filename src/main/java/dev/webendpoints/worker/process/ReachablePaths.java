package dev.webendpoints.worker.process;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of the absolute paths that a client names a worker can have files and volumes at. Pure: checked at deploy, so that
 * a path that cannot be is refused then, in words.
 *
 * <p>A volume's content is a tenant's, links included, so nothing is ever mounted below a volume, and no volume where the
 * system, the worker or the server keeps something. Files are laid out by the server before any tenant's code runs; they
 * may lie beside the system's own.
 */
public final class ReachablePaths {

    private static final Path ROOT = Path.of("/");

    /** Nothing of a tenant's is at, above or below these; the last two are bubblewrap's while it sets up. */
    private static final List<Path> SYSTEM = paths(
            "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/dev", "/sys", "/oldroot", "/newroot");

    /** What a worker has of its own, beside its temporary files. */
    private static final List<Path> OWN = paths("/run/worker", "/run/zygote", "/run/root", "/run/covered");

    /** No volume is at, above or below these; files may be below. */
    private static final List<Path> NO_VOLUMES = paths("/usr", "/etc", "/run");

    /** Nothing of a tenant's is at or above these; both files and volumes may be below. */
    private static final List<Path> BASES = paths("/root", "/tmp", "/var/tmp");

    private static final List<Path> BELOW_ROOT = paths("/root", "/pkg");

    /** A path that cannot be used, and why, as a sentence that says what can. */
    public record Unreachable(String path, String reason) {}

    private final boolean confined;
    private final List<Path> servers;

    private ReachablePaths(boolean confined, List<Path> servers) {
        this.confined = confined;
        this.servers = List.copyOf(servers);
    }

    /**
     * With bubblewrap: every path but those that the system, the worker and the server need.
     *
     * @param servers the data directory and the interpreters, at their absolute paths
     */
    static ReachablePaths confined(List<Path> servers) {
        return new ReachablePaths(true, servers);
    }

    /** Without it: what lies below {@code /root}, the working directory, and {@code /pkg}; both by their modules. */
    static ReachablePaths unconfined() {
        return new ReachablePaths(false, List.of());
    }

    /** The same, with further directories of the server's that a worker sees where they are. */
    public ReachablePaths without(Collection<Path> more) {
        return new ReachablePaths(
                confined, Stream.concat(servers.stream(), more.stream()).toList());
    }

    /**
     * @param files absolute names of files
     * @param volumes absolute mount points of volumes
     * @return the first path that no worker can have
     */
    public Optional<Unreachable> firstUnreachable(Collection<String> files, Collection<String> volumes) {
        return Stream.of(
                        files.stream().flatMap(file -> fileProblem(file).stream()),
                        volumes.stream().flatMap(volume -> volumeProblem(volume).stream()),
                        conflicts(files, List.copyOf(volumes)))
                .flatMap(problems -> problems)
                .findFirst();
    }

    private Optional<Unreachable> fileProblem(String file) {
        return common(file).or(() -> confined && isBase(Path.of(file)) ? system(file) : Optional.empty());
    }

    private Optional<Unreachable> volumeProblem(String volume) {
        return common(volume)
                .or(() -> confined && (overlapsAny(Path.of(volume), NO_VOLUMES) || isAtOrAbove(Path.of(volume), BASES))
                        ? Optional.of(
                                new Unreachable(
                                        volume,
                                        "a volume cannot be mounted at '/', /root, /tmp or /var/tmp themselves, nor at or below"
                                                + " /usr, /etc and /run; choose another directory, such as /data or /root/data."))
                        : Optional.empty());
    }

    private Optional<Unreachable> common(String name) {
        if (!isPlain(name)) {
            return Optional.of(new Unreachable(name, "a path is absolute and without '.' and '..'."));
        }
        Path path = Path.of(name);
        if (!confined) {
            return BELOW_ROOT.stream().anyMatch(path::startsWith)
                    ? Optional.empty()
                    : Optional.of(new Unreachable(
                            name,
                            "install bubblewrap (bwrap) on the server, which gives workers every path, or choose one below"
                                    + " /root, without '..'."));
        }
        if (path.equals(ROOT) || overlapsAny(path, SYSTEM) || overlapsAny(path, OWN) && isDeepEnough(path)) {
            return system(name);
        }
        return overlapsAny(path, servers)
                ? Optional.of(new Unreachable(
                        name, "the server keeps its own files, or its Python interpreter, there; choose another path."))
                : Optional.empty();
    }

    /** {@code /run} itself is among the bases. */
    private static boolean isDeepEnough(Path path) {
        return path.getNameCount() > 1;
    }

    private static Optional<Unreachable> system(String path) {
        return Optional.of(new Unreachable(
                path,
                "the system's own folders (/bin, /lib, /proc, /dev, /sys) cannot be changed; choose another path, absolute"
                        + " and without '..'."));
    }

    private static boolean isBase(Path path) {
        return isAtOrAbove(path, BASES) || isAtOrAbove(path, NO_VOLUMES);
    }

    /** A file at, above or below a volume, or a volume at, above or below another. */
    private static Stream<Unreachable> conflicts(Collection<String> files, List<String> volumes) {
        Stream<Unreachable> betweenVolumes = volumes.stream()
                .filter(volume -> volumes.stream()
                                .filter(other -> overlap(Path.of(volume), Path.of(other)))
                                .count()
                        > 1)
                .map(volume -> new Unreachable(
                        volume, "two volumes cannot be mounted at the same path, nor one below the other."));
        Stream<Unreachable> withFiles = volumes.isEmpty()
                ? Stream.of()
                : files.stream()
                        .flatMap(file -> volumes.stream()
                                .filter(volume -> overlap(Path.of(file), Path.of(volume)))
                                .map(volume -> new Unreachable(
                                        file,
                                        "the volume at " + volume
                                                + " would hide it; mount the volume elsewhere, or leave"
                                                + " the file out.")));
        return Stream.concat(betweenVolumes, withFiles);
    }

    private static boolean overlapsAny(Path path, List<Path> others) {
        return others.stream().anyMatch(other -> overlap(path, other));
    }

    private static boolean overlap(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static boolean isAtOrAbove(Path path, List<Path> others) {
        return others.stream().anyMatch(other -> other.startsWith(path));
    }

    /** Whether a path is absolute and leads where it seems to: one with {@code ..} may lead out of a worker's files. */
    static boolean isPlain(String path) {
        Path named = Path.of(path);
        return named.isAbsolute() && named.equals(named.normalize());
    }

    private static List<Path> paths(String... names) {
        return Stream.of(names).map(Path::of).toList();
    }
}
