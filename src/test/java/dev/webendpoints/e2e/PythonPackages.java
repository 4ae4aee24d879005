package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/** Virtual environments with packages from PyPI, made once for a build. */
final class PythonPackages {

    private static final Path HOME = Path.of("target", "python-environments").toAbsolutePath();

    private PythonPackages() {}

    /** The interpreter of an environment that has these packages. Skips the test where they are not to be had. */
    static synchronized Path environmentWith(String... requirements) {
        return locked(() -> environment(requirements));
    }

    private static Path environment(String... requirements) {
        Path environment = HOME.resolve(String.join("+", requirements).replaceAll("[^A-Za-z0-9.+]", "-"));
        Path python = environment.resolve("bin").resolve("python");
        if (!Files.exists(environment.resolve("complete"))) {
            require("python3 -m venv", run(List.of("python3", "-m", "venv", environment.toString())));
            require("pip", run(install(python, requirements)));
            mark(environment);
        }
        return python;
    }

    /** A directory with these packages, for the end of {@code sys.path} of that interpreter. */
    static synchronized Path directoryWith(Path python, String... requirements) {
        return locked(() -> directory(python, requirements));
    }

    private static Path directory(Path python, String... requirements) {
        Path directory = HOME.resolve("target-" + String.join("+", requirements).replaceAll("[^A-Za-z0-9.+]", "-"));
        if (!Files.exists(directory.resolve("complete"))) {
            List<String> command = new ArrayList<>(install(python, requirements));
            command.addAll(List.of("--upgrade", "--target", directory.toString()));
            require("pip", run(command));
            mark(directory);
        }
        return directory;
    }

    /** Lets one process of the build at a time do this. */
    private static Path locked(Supplier<Path> creation) {
        try {
            Files.createDirectories(HOME);
            try (FileChannel lock =
                    FileChannel.open(HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                return creation.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> install(Path python, String... requirements) {
        return Stream.concat(
                        Stream.of(python.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
                        Stream.of(requirements))
                .toList();
    }

    private static void require(String what, boolean worked) {
        if (!worked && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(what + " failed; with CI=true these tests may not be skipped");
        }
        Assumptions.assumeTrue(worked, what + " failed: PyPI is out of reach, or Python lacks venv and pip");
    }

    private static boolean run(List<String> command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void mark(Path environment) {
        try {
            Files.createFile(environment.resolve("complete"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
