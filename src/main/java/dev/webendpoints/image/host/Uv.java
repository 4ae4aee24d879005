package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.webendpoints.host.FileTrees;
import dev.webendpoints.host.HostPrograms;

/**
 * Runs uv: from PATH, or else installed from PyPI into {@code <data-dir>/tools}, by the venv or pip of any of the
 * host's Pythons that has one.
 */
@ApplicationScoped
public class Uv {

    private static final Logger LOG = Logger.getLogger(Uv.class);
    private static final Duration BOOTSTRAP_LIMIT = Duration.ofMinutes(5);

    private final ProgramRunner programs;
    private final HostPythons pythons;
    private final Path tools;
    private final Path cache;
    private final ReentrantLock bootstrapping = new ReentrantLock();

    Uv(ProgramRunner programs, HostPythons pythons, @ConfigProperty(name = "webendpoints.data-dir") Path dataDir) {
        this.programs = programs;
        this.pythons = pythons;
        Path absolute = dataDir.toAbsolutePath().normalize();
        this.tools = absolute.resolve("tools");
        this.cache = absolute.resolve("cache").resolve("uv");
    }

    /**
     * Runs uv for the server itself, unconfined: it must not build or run anything that a tenant chose.
     *
     * @throws ProgramFailed with uv's own output, or with instructions for installing uv
     */
    public void run(
            List<String> arguments,
            Path directory,
            Map<String, String> variables,
            Duration limit,
            Consumer<String> onLine) {
        Map<String, String> environment = InstallerEnvironment.of(System.getenv(), variables, cache);
        programs.run(new ProgramCommand(command(arguments, onLine), directory, environment, limit), onLine);
    }

    /**
     * Runs uv for a tenant.
     *
     * @param layer the directory that is built
     * @param variables variables of the image, for builds of packages
     * @param objection see {@link ProgramRunner#run(ProgramCommand, Consumer, Supplier)}
     * @throws ProgramFailed with uv's own output, or with instructions for installing uv
     */
    public void runBuild(
            BuildConfinement confinement,
            Path layer,
            List<String> arguments,
            BuildView view,
            Map<String, String> variables,
            Duration limit,
            Supplier<Optional<String>> objection,
            Consumer<String> onLine) {
        List<String> uv = command(arguments, onLine);
        ProgramCommand command =
                command(confinement, uv, view, variables, limit).named(ProgramCommand.nameOf(uv));
        confinement.groups().run(layer, command, running -> programs.run(running, onLine, objection));
    }

    private ProgramCommand command(
            BuildConfinement confinement,
            List<String> uv,
            BuildView view,
            Map<String, String> variables,
            Duration limit) {
        Optional<BuildSandbox> sandbox = confinement.sandbox();
        List<String> command = confinement.limits().applyTo(uv, sandbox.isPresent());
        Map<String, String> settings = ofBuild(Map.of(), view);
        Map<String, String> all = ofBuild(variables, view);
        // A link would let the build write to the cached files of later builds.
        all.put("UV_LINK_MODE", "copy");
        if (sandbox.isEmpty()) {
            return new ProgramCommand(command, Path.of("/"), all, limit);
        }
        all.entrySet().removeAll(settings.entrySet());
        try {
            sandbox.get().handOver(view);
        } catch (IOException e) {
            throw new ProgramFailed("the build's directories could not be prepared: " + e.getMessage());
        }
        return sandbox.get().confined(command, view.alsoReading(Path.of(uv.get(0))), settings, all, limit);
    }

    /**
     * Returns the directory with one cache per tenant, beside the server's own cache: code of a tenant's packages can
     * write to the tenant's cache, and no other tenant installs from it.
     */
    public Path tenantCaches() {
        String operators = System.getenv("UV_CACHE_DIR");
        return operators == null ? cache : Path.of(operators).toAbsolutePath();
    }

    private Map<String, String> ofBuild(Map<String, String> variables, BuildView view) {
        Map<String, String> environment = InstallerEnvironment.of(System.getenv(), variables, view.cache());
        environment.put("UV_CACHE_DIR", view.cache().toString());
        return environment;
    }

    private List<String> command(List<String> arguments, Consumer<String> onLine) {
        List<String> command = new ArrayList<>(List.of(path(onLine).toString()));
        command.addAll(arguments);
        return command;
    }

    private Path path(Consumer<String> onLine) {
        return HostPrograms.findBinary("uv").orElseGet(() -> {
            bootstrapping.lock();
            try {
                Path own = tools.resolve("uv");
                return Files.isExecutable(own) ? own : bootstrapped(own, onLine);
            } catch (IOException e) {
                throw new ProgramFailed("uv could not be installed into the data directory: " + e.getMessage());
            } finally {
                bootstrapping.unlock();
            }
        });
    }

    private Path bootstrapped(Path own, Consumer<String> onLine) throws IOException {
        onLine.accept("uv is not on PATH: installing it into the data directory");
        Files.createDirectories(tools);
        List<String> complaints = new ArrayList<>();
        for (HostPython python : pythons.all()) {
            Path attempt = Files.createTempDirectory(tools, "uv-");
            try {
                Path uv = installed(python, attempt, onLine);
                // Builds run it as another user if the server is root.
                Files.setPosixFilePermissions(uv, PosixFilePermissions.fromString("rwxr-xr-x"));
                return Files.move(uv, own, StandardCopyOption.ATOMIC_MOVE);
            } catch (ProgramFailed e) {
                complaints.add("Python " + python.version() + ": " + e.getMessage());
            } finally {
                FileTrees.discard(attempt);
            }
        }
        throw notInstalled(complaints);
    }

    private static ProgramFailed notInstalled(List<String> complaints) {
        boolean lacksBoth =
                complaints.stream().allMatch(text -> text.contains("ensurepip") || text.contains("No module named"));
        String advice = lacksBoth
                ? "uv is not on PATH, and no Python of this host has venv or pip to install it with: install the package"
                        + " python3-venv (apt-get install python3-venv), or uv"
                : "uv is not on PATH, and could not be installed from the package index: "
                        + String.join("\n", complaints);
        LOG.errorf("uv not available: advice=\"%s\"", advice);
        return new ProgramFailed(advice);
    }

    private Path installed(HostPython python, Path directory, Consumer<String> onLine) {
        String program = python.executable().toString();
        Path venv = directory.resolve("venv");
        try {
            run(List.of(program, "-m", "venv", venv.toString()), onLine);
            String pip = venv.resolve("bin/python").toString();
            run(List.of(pip, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"), onLine);
            return venv.resolve("bin/uv");
        } catch (ProgramFailed e) {
            if (!e.getMessage().contains("ensurepip") && !e.getMessage().contains("No module named")) {
                throw e;
            }
            Path target = directory.resolve("target");
            run(List.of(program, "-m", "pip", "install", "--quiet", "--target", target.toString(), "uv"), onLine);
            return target.resolve("bin/uv");
        }
    }

    private void run(List<String> command, Consumer<String> onLine) {
        Map<String, String> environment = InstallerEnvironment.of(System.getenv(), Map.of(), cache);
        programs.run(new ProgramCommand(command, tools, environment, BOOTSTRAP_LIMIT), onLine);
    }
}
