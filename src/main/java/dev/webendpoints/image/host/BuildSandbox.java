package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.webendpoints.host.HostPrograms;
import dev.webendpoints.sandbox.ProcMasks;
import dev.webendpoints.sandbox.TenantUser;
import dev.webendpoints.sandbox.TenantUser.Staging;

/**
 * Confines builds with bubblewrap: an installer runs code of packages, which must not read the server's keys, its
 * database, or what other tenants have built. The build gets its own user, mount, process and IPC namespaces; no
 * capabilities; the system read-only, what {@link BuildView} names, and nothing else. The network is that of the
 * machine, because packages are downloaded from it.
 *
 * @param dataDirectory the server's data directory, absolute, visible only as far as a build needs it
 */
public record BuildSandbox(Path bwrap, Path dataDirectory, TenantUser user) {

    private static final Object GIVING = new Object();
    private static final Path TMP = Path.of("/tmp");
    private static final Path USR = Path.of("/usr");
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

    /** {@code --die-with-parent} is safe because {@link ProgramRunner} starts everything from a thread that outlives it. */
    private static final List<String> NAMESPACES = List.of(
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-cgroup-try",
            "--cap-drop",
            "ALL",
            "--die-with-parent",
            "--new-session");

    /** System directories at the root, mostly links into {@code /usr}. */
    private static final List<String> SYSTEM = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    /** What compilers, git and uv read to find libraries, names, certificates and indexes; no secrets of the host. */
    private static final List<String> ETC = List.of(
            "alternatives",
            "ca-certificates",
            "crypto-policies",
            "debian_version",
            "gai.conf",
            "gitconfig",
            "group",
            "host.conf",
            "hosts",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "localtime",
            "mime.types",
            "nsswitch.conf",
            "os-release",
            "passwd",
            "pip.conf",
            "pki/ca-trust",
            "pki/tls/certs",
            "protocols",
            "resolv.conf",
            "services",
            "ssl/certs",
            "ssl/openssl.cnf",
            "timezone",
            "uv");

    /** Finds a bubblewrap on PATH that may create user namespaces. Blocks for milliseconds, at worst seconds. */
    public static Optional<BuildSandbox> find(ProgramRunner programs, Path dataDirectory, TenantUser user) {
        return HostPrograms.findBinary("bwrap")
                .map(bwrap -> new BuildSandbox(bwrap, dataDirectory, user))
                .filter(sandbox -> sandbox.works(programs));
    }

    /**
     * Returns the command, confined.
     *
     * @param settings the operator's part of the environment; the files that it names are visible
     * @param variables the tenant's part, which must not reach bubblewrap itself
     */
    ProgramCommand confined(
            List<String> command,
            BuildView view,
            Map<String, String> settings,
            Map<String, String> variables,
            Duration limit) {
        List<Path> readOnly = Stream.of(
                        Stream.of(Path.of(command.get(0))), OperatorFiles.of(settings), view.readOnly().stream())
                .flatMap(paths -> paths)
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
        Staging staging = user.stage(
                Stream.of(readOnly.stream(), view.writable().stream(), Stream.of(view.cache(), view.temporary()))
                        .flatMap(paths -> paths)
                        .toList());
        List<String> arguments = new ArrayList<>(List.of(bwrap.toString()));
        arguments.addAll(NAMESPACES);
        addSystem(arguments, staging.at(view.temporary()));
        addFiles(arguments, readOnly, view, staging);
        variables.forEach((name, value) -> arguments.addAll(List.of("--setenv", name, value)));
        arguments.addAll(List.of("--chdir", "/", "--"));
        arguments.addAll(command);
        return new ProgramCommand(
                staging.running(arguments), Path.of("/"), own(settings), limit, ProgramCommand.nameOf(command), true);
    }

    /**
     * Transfers the ownership of what the build may write to. Blocks.
     *
     * @throws IOException if it cannot be transferred
     */
    void handOver(BuildView view) throws IOException {
        giveCache(view.cache());
        user.own(view.temporary());
        for (Path path : view.writable()) {
            user.own(path);
        }
    }

    /**
     * Runs once per cache: builds of a workspace share its cache, and directories that a running build may write to
     * must not be traversed as root. The lock keeps a second build from starting while the cache is being transferred
     * for the first.
     */
    private void giveCache(Path cache) throws IOException {
        synchronized (GIVING) {
            if (!user.owns(cache)) {
                user.own(cache);
            }
        }
    }

    private static Map<String, String> own(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        OperatorFiles.configHome(settings).ifPresent(home -> environment.put("XDG_CONFIG_HOME", home.toString()));
        environment.put("HOME", TMP.toString());
        environment.put("TMPDIR", TMP.toString());
        return environment;
    }

    private static void addSystem(List<String> arguments, Path temporary) {
        add(arguments, "--ro-bind", USR, USR);
        for (String name : SYSTEM) {
            Path path = Path.of("/", name);
            if (Files.isSymbolicLink(path)) {
                add(arguments, "--symlink", USR.resolve(name), path);
            } else {
                add(arguments, "--ro-bind-try", path, path);
            }
        }
        arguments.addAll(List.of("--proc", "/proc"));
        arguments.addAll(ProcMasks.arguments());
        arguments.addAll(List.of("--dev", "/dev", "--dir", "/run", "--dir", "/var/tmp"));
        add(arguments, "--bind", temporary, TMP);
        for (String name : ETC) {
            Path path = Path.of("/etc", name);
            add(arguments, "--ro-bind-try", path, path);
        }
    }

    /**
     * Mounts parents first, because a later mount covers an earlier one. A path above the data directory exposes it, so
     * it is covered again before a part of it is shown.
     */
    private void addFiles(List<String> arguments, List<Path> readOnly, BuildView view, Staging staging) {
        List<Path> sorted = readOnly.stream()
                .filter(path -> !path.startsWith(USR) || path.startsWith(dataDirectory))
                .distinct()
                .sorted(Comparator.comparingInt(Path::getNameCount))
                .toList();
        sorted.stream()
                .filter(dataDirectory::startsWith)
                .forEach(path -> show(arguments, "--ro-bind-try", path, staging));
        if (dataDirectory.startsWith(USR) || sorted.stream().anyMatch(dataDirectory::startsWith)) {
            arguments.addAll(List.of("--tmpfs", dataDirectory.toString()));
        }
        sorted.stream()
                .filter(path -> !dataDirectory.startsWith(path))
                .forEach(path -> show(arguments, "--ro-bind-try", path, staging));
        show(arguments, "--bind", view.cache(), staging);
        view.writable().forEach(path -> show(arguments, "--bind", path, staging));
    }

    private static void show(List<String> arguments, String option, Path path, Staging staging) {
        add(arguments, option, staging.at(path), path);
    }

    private boolean works(ProgramRunner programs) {
        List<String> probe = new ArrayList<>(List.of(bwrap.toString()));
        probe.addAll(NAMESPACES);
        probe.addAll(List.of("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--", "/bin/sh", "-c", ":"));
        try {
            programs.output(user.stage(List.of()).running(probe), PROBE_LIMIT);
            return true;
        } catch (ProgramFailed e) {
            return false;
        }
    }

    private static void add(List<String> arguments, String option, Path source, Path target) {
        arguments.addAll(List.of(option, source.toString(), target.toString()));
    }
}
