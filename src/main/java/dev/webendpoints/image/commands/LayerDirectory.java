package dev.webendpoints.image.commands;

import java.nio.file.Path;
import java.util.List;

import dev.webendpoints.host.FileTrees;

/**
 * The directory of a layer during its build.
 *
 * <p>Tenants' code may write to {@link #venv}, {@link #project}, {@link #sources} and {@link #temporary} during the
 * build: each is mounted separately, so that the code cannot replace one of them with something else.
 */
public record LayerDirectory(Path root) {

    /** The virtual environment. */
    public Path venv() {
        return root.resolve("venv");
    }

    /** Files that the image has at absolute paths. */
    public Path rootfs() {
        return root.resolve("rootfs");
    }

    /** Files that only the build needs. */
    public Path inputs() {
        return root.resolve("inputs");
    }

    Path context() {
        return root.resolve("context");
    }

    /** The working directory of {@code uv sync}. */
    public Path project() {
        return root.resolve("project");
    }

    /** Copies of packages that the image contains as directories, for their builds to write to. */
    public Path sources() {
        return root.resolve("sources");
    }

    public Path temporary() {
        return root.resolve("tmp");
    }

    /** Deletes what only the build needed. */
    public void removeLeftovers() {
        List.of(inputs(), context(), project(), sources(), temporary()).forEach(FileTrees::discard);
    }
}
