package dev.webendpoints.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs of the host, which are then called by their absolute paths. */
public final class HostPrograms {

    private static final String SEARCH_PATH = Objects.requireNonNullElse(System.getenv("PATH"), "");

    private static final String SYSTEM_PATH = "/usr/bin:/bin:/usr/sbin:/sbin";

    private HostPrograms() {}

    /** Returns the first executable file of this name on {@code PATH}. Links are kept: some programs behave as they are called. */
    public static Optional<Path> find(String name) {
        return on(SEARCH_PATH, name).findFirst();
    }

    /**
     * Returns the first executable file of this name on {@code PATH} that is not a script, with links resolved. A version
     * manager's shim is a script that finds its program by files around it, which a confined build does not see.
     */
    public static Optional<Path> findBinary(String name) {
        return on(SEARCH_PATH, name).filter(path -> !isScript(path)).findFirst().map(HostPrograms::real);
    }

    /** Returns a program in the system's directories: programs that run as root are not looked up on {@code PATH}. */
    public static Optional<Path> findInSystem(String name) {
        return on(SYSTEM_PATH, name).findFirst();
    }

    /** Returns the directories on {@code PATH}, without relative ones. */
    public static Stream<Path> directories() {
        return directories(SEARCH_PATH);
    }

    static Stream<Path> on(String searchPath, String name) {
        return directories(searchPath)
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile);
    }

    private static Stream<Path> directories(String searchPath) {
        return Stream.of(searchPath.split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(Path::of);
    }

    static boolean isScript(Path path) {
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
