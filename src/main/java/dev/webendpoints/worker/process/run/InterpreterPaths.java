package dev.webendpoints.worker.process.run;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.webendpoints.image.PythonEnvironment;

/** The paths at which a worker sees its interpreter, its packages and the worker's own program. */
public final class InterpreterPaths {

    private InterpreterPaths() {}

    /** Returns the paths, parents first. */
    public static List<Path> of(PythonEnvironment environment) {
        Stream<Path> needed = Stream.of(
                        environment.readOnlyPaths().stream(),
                        environment.sysPathTail().stream(),
                        Stream.of(environment.workerMain().getParent()))
                .flatMap(paths -> paths);
        return needed.map(path -> path.toAbsolutePath().normalize())
                .distinct()
                .sorted(Comparator.comparingInt(Path::getNameCount))
                .toList();
    }
}
