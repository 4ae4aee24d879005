package dev.webendpoints.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Python environment on disk.
 *
 * @param python the interpreter to start
 * @param readOnlyPaths what must be visible, at these absolute paths, for the interpreter to work
 * @param variables the image's own environment variables
 * @param workdir absolute, as the image names it; null when it names none
 * @param rootfs files copied into the image, at their absolute paths below this directory; null when there are none
 * @param sysPathTail directories for the end of {@code sys.path}
 * @param workerMain the worker package's {@code __main__.py}
 */
public record PythonEnvironment(
        Path python,
        List<Path> readOnlyPaths,
        Map<String, String> variables,
        String workdir,
        Path rootfs,
        List<Path> sysPathTail,
        Path workerMain) {}
