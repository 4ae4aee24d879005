package dev.webendpoints.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a worker needs to start in an image.
 *
 * @param python the interpreter to run
 * @param readOnlyPaths every directory that must be visible to the interpreter
 * @param variables variables of the image, and a PATH that begins with the environment's own programs
 * @param workdir the worker's initial directory; null for its root
 * @param rootfs files that the image has at absolute paths, read-only; null if there are none
 * @param sysPathTail directories for the end of {@code sys.path}: the modal package, and the worker's own packages
 * @param workerMain the worker's main file
 */
public record PythonEnvironment(
        Path python,
        List<Path> readOnlyPaths,
        Map<String, String> variables,
        String workdir,
        Path rootfs,
        List<Path> sysPathTail,
        Path workerMain) {

    /** Blocks briefly. */
    boolean isOnDisk() {
        return Files.exists(python)
                && Files.exists(workerMain)
                && readOnlyPaths.stream().allMatch(Files::isDirectory)
                && (rootfs == null || Files.isDirectory(rootfs));
    }
}
