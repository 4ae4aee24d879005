package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.webendpoints.host.CommandProbe;
import dev.webendpoints.host.HostPrograms;
import dev.webendpoints.sandbox.BubblewrapArguments;
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
    /** {@code --die-with-parent} is safe because {@link ProgramRunner} starts everything from a thread that outlives it. */
    private static final List<String> NAMESPACES = Stream.concat(
                    Stream.of("--unshare-user", "--cap-drop", "ALL"), BubblewrapArguments.NAMESPACES.stream())
            .toList();

    /** What compilers, git and uv read in {@code /etc} besides what every program reads; no secrets of the host. */
    private static final List<String> ETC = List.of("gitconfig", "group", "passwd", "pip.conf", "uv");

    /** Finds a bubblewrap on PATH that may create user namespaces. Blocks for milliseconds, at worst seconds. */
    public static Optional<BuildSandbox> find(Path dataDirectory, TenantUser user) {
        return HostPrograms.findBinary("bwrap")
                .map(bwrap -> new BuildSandbox(bwrap, dataDirectory, user))
                .filter(BuildSandbox::works);
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
        BubblewrapArguments arguments = new BubblewrapArguments(staging);
        arguments.add(List.of(bwrap.toString()));
        arguments.add(NAMESPACES);
        arguments.add("--ro-bind", USR, USR);
        arguments.addSystem();
        arguments.show("--bind", view.temporary(), TMP);
        arguments.addEtc(ETC);
        arguments.addReadOnly(readOnly, dataDirectory);
        Stream.concat(Stream.of(view.cache()), view.writable().stream())
                .forEach(path -> arguments.show("--bind", path, path));
        variables.forEach((name, value) -> arguments.add(List.of("--setenv", name, value)));
        arguments.add(List.of("--chdir", "/", "--"));
        arguments.add(command);
        return new ProgramCommand(
                staging.running(arguments.list()),
                Path.of("/"),
                own(settings),
                limit,
                ProgramCommand.nameOf(command),
                true);
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

    private boolean works() {
        List<String> probe = BubblewrapArguments.probe(bwrap, NAMESPACES, List.of("/bin/sh", "-c", ":"));
        return CommandProbe.succeeds(user.stage(List.of()).running(probe));
    }
}
