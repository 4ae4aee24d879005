package dev.webendpoints.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.webendpoints.sandbox.TenantUser.Staging;

/**
 * Builds the arguments of bubblewrap (bwrap(1)) for workers and builds: the namespaces, the system, and read-only paths
 * around the server's data directory. A later mount covers an earlier one. Not thread-safe.
 */
public final class BubblewrapArguments {

    /** The namespaces of every sandbox but those of its user and its network. */
    public static final List<String> NAMESPACES =
            List.of("--unshare-pid", "--unshare-ipc", "--unshare-cgroup-try", "--die-with-parent", "--new-session");

    /** System directories at the root, mostly links into {@code /usr}. */
    public static final List<String> SYSTEM = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    /** Files that programs read to find libraries, names, certificates and the time zone; no secrets of the host. */
    private static final List<String> ETC = List.of(
            "alternatives",
            "ca-certificates",
            "crypto-policies",
            "debian_version",
            "gai.conf",
            "host.conf",
            "hosts",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "localtime",
            "mime.types",
            "nsswitch.conf",
            "os-release",
            "pki/ca-trust",
            "pki/tls/certs",
            "protocols",
            "resolv.conf",
            "services",
            "ssl/certs",
            "ssl/openssl.cnf",
            "timezone");

    private static final Path USR = Path.of("/usr");

    private final Staging staging;
    private final List<String> arguments = new ArrayList<>();

    public BubblewrapArguments(Staging staging) {
        this.staging = staging;
    }

    /** Returns the command that runs a program in a sandbox that shows the whole machine read-only. */
    public static List<String> probe(Path bwrap, List<String> options, List<String> program) {
        return Stream.of(
                        List.of(bwrap.toString()),
                        options,
                        List.of("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--"),
                        program)
                .flatMap(List::stream)
                .toList();
    }

    public void add(List<String> more) {
        arguments.addAll(more);
    }

    /** Adds a mount or a link whose source is a path of the machine. */
    public void add(String option, Path source, Path target) {
        arguments.addAll(List.of(option, source.toString(), target.toString()));
    }

    /** Adds a mount whose source is in the server's own directories, from the place where it is staged. */
    public void show(String option, Path source, Path target) {
        add(option, staging.at(source), target);
    }

    /** Adds the system's directories except {@code /usr}, a masked {@code /proc}, and empty ones. Blocks. */
    public void addSystem() {
        for (String name : SYSTEM) {
            Path path = Path.of("/", name);
            if (Files.isSymbolicLink(path)) {
                add("--symlink", linkAt(path), path);
            } else {
                add("--ro-bind-try", path, path);
            }
        }
        arguments.addAll(List.of("--proc", "/proc"));
        arguments.addAll(ProcMasks.arguments());
        arguments.addAll(List.of("--dev", "/dev", "--dir", "/var/tmp", "--dir", "/run"));
    }

    private static Path linkAt(Path path) {
        try {
            return Files.readSymbolicLink(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds files of {@code /etc}: those that all programs read, and more by name. */
    public void addEtc(List<String> more) {
        Stream.concat(ETC.stream(), more.stream())
                .map(name -> Path.of("/etc", name))
                .forEach(path -> add("--ro-bind-try", path, path));
    }

    /**
     * Adds read-only paths at their own places, parents first. A path above the data directory exposes that, so the
     * data directory is covered before the paths below it are shown.
     */
    public void addReadOnly(Collection<Path> paths, Path dataDirectory) {
        List<Path> visible = outsideUsr(paths, dataDirectory);
        visible.stream().filter(dataDirectory::startsWith).forEach(this::showReadOnly);
        if (dataDirectory.startsWith(USR) || visible.stream().anyMatch(dataDirectory::startsWith)) {
            arguments.addAll(List.of("--tmpfs", dataDirectory.toString()));
        }
        visible.stream().filter(path -> !dataDirectory.startsWith(path)).forEach(this::showReadOnly);
    }

    /** Returns the paths that a sandbox with {@code /usr} does not see already, parents first. */
    public static List<Path> outsideUsr(Collection<Path> paths, Path dataDirectory) {
        return paths.stream()
                .filter(path -> !path.startsWith(USR) || path.startsWith(dataDirectory))
                .distinct()
                .sorted(Comparator.comparingInt(Path::getNameCount))
                .toList();
    }

    private void showReadOnly(Path path) {
        show("--ro-bind-try", path, path);
    }

    /** Returns the arguments in the order in which they were added. */
    public List<String> list() {
        return List.copyOf(arguments);
    }
}
