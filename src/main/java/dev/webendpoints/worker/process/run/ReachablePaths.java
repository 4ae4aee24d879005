package dev.webendpoints.worker.process.run;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides at which absolute paths a worker can have files and volumes. Pure; checked at deploy, so that an unusable
 * path is rejected then, with a message.
 *
 * <p>A tenant controls a volume's content, including symbolic links. Nothing is therefore mounted below a volume, and
 * no volume is mounted where the system, the worker or the server has files. The server lays out files before any
 * tenant's code runs; they may be next to the system's files.
 */
public final class ReachablePaths {

    private static final Path ROOT = Path.of("/");

    /** No file or volume is at, above or below these; bubblewrap uses the last two during setup. */
    private static final List<Path> SYSTEM = paths(
            "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/dev", "/sys", "/oldroot", "/newroot");

    /** Directories of a worker itself, besides its temporary files. */
    private static final List<Path> OWN = paths("/run/worker", "/run/zygote", "/run/root", "/run/covered");

    /** No volume is at, above or below these; files may be below. */
    private static final List<Path> NO_VOLUMES = paths("/usr", "/etc", "/run");

    /** No file or volume is at or above these; both may be below. */
    private static final List<Path> BASES = paths("/root", "/tmp", "/var/tmp");

    private static final List<Path> BELOW_ROOT = paths("/root", "/pkg");

    /** A path that cannot be used, and the reason, as a sentence that names the alternative. */
    public record Unreachable(String path, String reason) {}

    private final boolean confined;
    private final List<Path> servers;

    private ReachablePaths(boolean confined, List<Path> servers) {
        this.confined = confined;
        this.servers = List.copyOf(servers);
    }

    /**
     * Returns the rules with bubblewrap: every path except those that the system, the worker and the server need.
     *
     * @param servers absolute paths of the data directory and the interpreters
     */
    public static ReachablePaths confined(List<Path> servers) {
        return new ReachablePaths(true, servers);
    }

    /** Returns the rules without it: only below {@code /root}, the working directory, and {@code /pkg}, for modules. */
    public static ReachablePaths unconfined() {
        return new ReachablePaths(false, List.of());
    }

    /** Returns these rules with more directories of the server that workers see at their own paths. */
    public ReachablePaths without(Collection<Path> more) {
        return new ReachablePaths(
                confined, Stream.concat(servers.stream(), more.stream()).toList());
    }

    /**
     * @param files absolute paths of files
     * @param volumes absolute mount points of volumes
     * @return the first path that a worker cannot have
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

    /** Returns whether a path is more than a top-level directory: {@code /run} itself is covered by the bases. */
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

    /** Returns files at, above or below a volume, and volumes at, above or below another volume. */
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

    /** Returns whether a path is absolute and normalized: one with {@code ..} may lead out of a worker's files. */
    static boolean isPlain(String path) {
        Path named = Path.of(path);
        return named.isAbsolute() && named.equals(named.normalize());
    }

    private static List<Path> paths(String... names) {
        return Stream.of(names).map(Path::of).toList();
    }
}
