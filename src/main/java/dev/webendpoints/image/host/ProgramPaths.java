package dev.webendpoints.image.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Finds programs on PATH. */
final class ProgramPaths {

    private ProgramPaths() {}

    /**
     * Returns the program's path with links resolved. Scripts are skipped: a version manager's shim finds its program
     * by files around it, which a confined build does not see.
     */
    static Optional<Path> named(String name) {
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .filter(path -> !isScript(path))
                .findFirst()
                .map(ProgramPaths::real);
    }

    private static boolean isScript(Path path) {
        try (InputStream content = Files.newInputStream(path)) {
            return content.read() == '#' && content.read() == '!';
        } catch (IOException e) {
            return false;
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
