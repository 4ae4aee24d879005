package dev.webendpoints.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.webendpoints.host.FileTrees;
import dev.webendpoints.image.commands.CommandRejected;
import dev.webendpoints.image.disk.KeptDirectory;
import dev.webendpoints.image.disk.LastUse;
import dev.webendpoints.image.host.HostPython;
import dev.webendpoints.source.Sha256;
import io.quarkus.runtime.StartupEvent;

/**
 * What every worker needs in addition to its image, shared by all images of one Python version:
 * {@code <data-dir>/packages/<minor>/modal-<version>} and {@code …/worker-<hash of the requirements>}, each with its
 * dependencies, {@code …/worker-src-<hash of the sources>}, and {@code …/environment-<hash>}, of which the environment
 * of every new image is a copy. Each is created once and then immutable. Methods block.
 */
@ApplicationScoped
class WorkerPackages {

    private static final Logger LOG = Logger.getLogger(WorkerPackages.class);

    private static final Pattern VERSION = Pattern.compile("\\d[0-9A-Za-z.+!]*");
    private static final String CLIENT = "modal-";
    private static final String ENVIRONMENT = "environment-";

    /**
     * What Python's container images have. The newest setuptools that has {@code pkg_resources} prints a warning whenever
     * it is imported; this one does not.
     */
    private static final List<String> SEEDS = List.of("pip==26.3", "setuptools==79.0.1", "wheel==0.45.1");

    private static final int SHORT_HASH = 16;
    private static final String UNFINISHED = ".installing-";
    private static final String VENV = "venv";

    private final BuildTools tools;
    private final ImagesConfig config;
    private final WorkerSources sources;
    private final LastUse lastUse;
    private final Path root;
    private final Map<Path, ReentrantLock> installing = new ConcurrentHashMap<>();

    WorkerPackages(
            BuildTools tools,
            ImagesConfig config,
            WorkerSources sources,
            LastUse lastUse,
            @ConfigProperty(name = "webendpoints.data-dir") Path dataDir) {
        this.tools = tools;
        this.config = config;
        this.sources = sources;
        this.lastUse = lastUse;
        this.root = dataDir.toAbsolutePath().normalize().resolve("packages");
    }

    /** Deletes the partial installations that a killed server left behind. */
    void sweep(@Observes StartupEvent event) {
        FileTrees.childrenOf(root).forEach(minor -> FileTrees.discardChildren(minor, UNFINISHED));
    }

    /** Returns the client's modal package, so that a worker loads an app with the version that it was deployed with. */
    Path client(String version, String pythonMinor, Consumer<String> log) {
        if (!VERSION.matcher(version).matches()) {
            throw new CommandRejected("'" + version + "' is no version of the modal package");
        }
        return once(
                root.resolve(pythonMinor).resolve(CLIENT + version),
                unfinished -> install(pythonMinor, List.of("modal==" + version), unfinished, log));
    }

    /** Returns the packages that the worker itself imports. */
    Path worker(String pythonMinor, Consumer<String> log) {
        String requirements = sources.requirements();
        Path file = root.resolve("requirements-" + hashOf(requirements) + ".txt");
        return once(root.resolve(pythonMinor).resolve(workerName()), unfinished -> {
            write(file, requirements.getBytes(StandardCharsets.UTF_8));
            install(pythonMinor, List.of("--requirements", file.toString()), unfinished, log);
        });
    }

    /** Returns the worker's own sources, compiled so that the interpreter can run them immediately. */
    Path workerSource(String pythonMinor) {
        Map<String, byte[]> files = sources.files();
        Path target = root.resolve(pythonMinor).resolve(sourceName());
        return once(target, unfinished -> {
            files.forEach((name, content) -> write(unfinished.resolve(name), content));
            tools.compile(pythonMinor, unfinished, target);
        });
    }

    /**
     * Returns a virtual environment with pip, setuptools and wheel, to copy. uv marks it as one with such packages, which
     * {@code uv sync} then keeps.
     */
    Path environment(HostPython python, Consumer<String> log) {
        Path target = root.resolve(python.minor()).resolve(environmentName(python));
        return once(target, unfinished -> {
                    Path environment = unfinished.resolve(VENV);
                    uv(
                            List.of(
                                    "venv",
                                    "--seed",
                                    "--no-project",
                                    "--relocatable",
                                    "--python",
                                    python.executable().toString(),
                                    environment.toString()),
                            log);
                    List<String> arguments = new ArrayList<>(List.of(
                            "pip",
                            "install",
                            "--python",
                            environment.resolve("bin/python").toString(),
                            "--only-binary",
                            ":all:",
                            "--compile-bytecode"));
                    arguments.addAll(SEEDS);
                    uv(arguments, log);
                })
                .resolve(VENV);
    }

    /** Marks directories that this class returned as used. @return false if one has been removed */
    boolean noteUse(List<Path> directories) {
        return directories.stream().allMatch(lastUse::note);
    }

    /** Returns all packages on disk. Those that this server's workers import are always needed. */
    List<KeptDirectory> kept(DiskCollector.Needed needed) {
        Set<String> names = new HashSet<>(Set.of(workerName(), sourceName()));
        needed.clientVersions().forEach(version -> names.add(CLIENT + version));
        List<KeptDirectory> kept = new ArrayList<>();
        for (Path minor : FileTrees.childrenOf(root)) {
            for (Path directory : FileTrees.childrenOf(minor)) {
                String name = directory.getFileName().toString();
                if (!name.startsWith(".")) {
                    boolean isNeeded = names.contains(name) || needed.sees(directory);
                    KeptDirectory.of(KeptDirectory.Kind.PACKAGES, directory, directory, isNeeded)
                            .ifPresent(kept::add);
                }
            }
        }
        return kept;
    }

    /** @return whether it was removed; it is kept if it was used since */
    boolean remove(KeptDirectory packages, Instant unusedSince) {
        try {
            Path retired = Files.createTempDirectory(packages.directory().getParent(), UNFINISHED);
            boolean gone = lastUse.retire(packages.directory(), packages.marker(), unusedSince, retired);
            FileTrees.discard(retired);
            return gone;
        } catch (IOException e) {
            LOG.warnf(e, "Packages not removed: directory=%s", packages.directory());
            return false;
        }
    }

    private String workerName() {
        return "worker-" + hashOf(sources.requirements());
    }

    private String sourceName() {
        return "worker-src-" + sources.hash().substring(0, SHORT_HASH);
    }

    private static String environmentName(HostPython python) {
        return ENVIRONMENT + hashOf(String.join("\n", SEEDS) + python.executable() + python.version());
    }

    private static String hashOf(String text) {
        return Sha256.of(text).substring(0, SHORT_HASH);
    }

    private void install(String pythonMinor, List<String> what, Path target, Consumer<String> log) {
        log.accept("installing " + String.join(" ", what) + " for Python " + pythonMinor + ", once for all images");
        String python = tools.pythons().ofMinor(pythonMinor).executable().toString();
        List<String> arguments = new ArrayList<>(
                List.of("pip", "install", "--python", python, "--target", target.toString(), "--compile-bytecode"));
        arguments.addAll(what);
        uv(arguments, log);
    }

    private void uv(List<String> arguments, Consumer<String> log) {
        tools.uv().run(arguments, Path.of("/"), Map.of(), config.buildTimeout(), log);
    }

    /** Creates a directory atomically, waiting if another thread is creating it. */
    private Path once(Path target, Consumer<Path> make) {
        ReentrantLock lock = installing.computeIfAbsent(target, ignored -> new ReentrantLock());
        lock.lock();
        try {
            if (lastUse.note(target)) {
                return target;
            }
            Files.createDirectories(target.getParent());
            Path unfinished = Files.createTempDirectory(target.getParent(), UNFINISHED);
            try {
                make.accept(unfinished);
                tools.user().share(unfinished);
                return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                FileTrees.discard(unfinished);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
