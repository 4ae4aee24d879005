package dev.webendpoints.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.webendpoints.image.commands.Refused;
import dev.webendpoints.image.host.Directories;
import dev.webendpoints.source.Sha256;
import io.quarkus.runtime.StartupEvent;

/**
 * What every worker needs beside its image, shared by all images of one Python version: {@code
 * <data-dir>/packages/<minor>/modal-<version>} and {@code …/worker-<hash of the requirements>}, each with its
 * dependencies, and {@code …/worker-src-<hash of the sources>}, each made once and then left alone. Its methods block.
 */
@ApplicationScoped
class Packages {

    private static final Pattern VERSION = Pattern.compile("\\d[0-9A-Za-z.+!]*");
    private static final int SHORT_HASH = 16;
    private static final String UNFINISHED = ".installing-";

    private final Tools tools;
    private final ImagesConfig config;
    private final WorkerSources sources;
    private final Path root;
    private final Map<Path, ReentrantLock> installing = new ConcurrentHashMap<>();

    Packages(
            Tools tools,
            ImagesConfig config,
            WorkerSources sources,
            @ConfigProperty(name = "webendpoints.data-dir") Path dataDir) {
        this.tools = tools;
        this.config = config;
        this.sources = sources;
        this.root = dataDir.toAbsolutePath().normalize().resolve("packages");
    }

    /** What a killed server left half-installed is nobody's. */
    void sweep(@Observes StartupEvent event) {
        Directories.childrenOf(root).forEach(minor -> Directories.discardChildren(minor, UNFINISHED));
    }

    /** The modal package of a client, so that a worker loads an app with what it was deployed with. */
    Path client(String version, String pythonMinor, Consumer<String> log) {
        if (!VERSION.matcher(version).matches()) {
            throw new Refused("'" + version + "' is no version of the modal package");
        }
        return once(
                root.resolve(pythonMinor).resolve("modal-" + version),
                unfinished -> install(pythonMinor, List.of("modal==" + version), unfinished, log));
    }

    /** What the worker itself imports. */
    Path worker(String pythonMinor, Consumer<String> log) {
        String requirements = sources.requirements();
        String hash = Sha256.of(requirements).substring(0, SHORT_HASH);
        Path file = root.resolve("requirements-" + hash + ".txt");
        return once(root.resolve(pythonMinor).resolve("worker-" + hash), unfinished -> {
            write(file, requirements.getBytes(StandardCharsets.UTF_8));
            install(pythonMinor, List.of("--requirements", file.toString()), unfinished, log);
        });
    }

    /** The worker's own sources, laid out and compiled so that the interpreter can run them at once. */
    Path workerSource(String pythonMinor) {
        Map<String, byte[]> files = sources.files();
        Path target =
                root.resolve(pythonMinor).resolve("worker-src-" + sources.hash().substring(0, SHORT_HASH));
        return once(target, unfinished -> {
            files.forEach((name, content) -> write(unfinished.resolve(name), content));
            tools.compile(pythonMinor, unfinished, target);
        });
    }

    private void install(String pythonMinor, List<String> what, Path target, Consumer<String> log) {
        log.accept("installing " + String.join(" ", what) + " for Python " + pythonMinor + ", once for all images");
        String python = tools.pythons().ofMinor(pythonMinor).executable().toString();
        List<String> arguments = new ArrayList<>(
                List.of("pip", "install", "--python", python, "--target", target.toString(), "--compile-bytecode"));
        arguments.addAll(what);
        tools.uv().run(arguments, Path.of("/"), Map.of(), config.buildTimeout(), log);
    }

    /** Makes a directory whole or not at all, and waits where another thread is making it. */
    private Path once(Path target, Consumer<Path> make) {
        ReentrantLock lock = installing.computeIfAbsent(target, ignored -> new ReentrantLock());
        lock.lock();
        try {
            if (Files.isDirectory(target)) {
                return target;
            }
            Files.createDirectories(target.getParent());
            Path unfinished = Files.createTempDirectory(target.getParent(), UNFINISHED);
            try {
                make.accept(unfinished);
                tools.user().share(unfinished);
                return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Directories.discard(unfinished);
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
