package dev.webendpoints.image;

import java.nio.file.Path;
import java.util.List;

import dev.webendpoints.image.host.Directories;

/**
 * The directory of a layer that is built.
 *
 * <p>What tenants' code may write to while it is built is {@link #venv}, {@link #project}, {@link #sources} and
 * {@link #temporary}: each by itself, so that it cannot put something else in another's place.
 */
record LayerDirectory(Path root) {

    /** The virtual environment. */
    Path venv() {
        return root.resolve("venv");
    }

    /** Files that the image has at absolute paths. */
    Path rootfs() {
        return root.resolve("rootfs");
    }

    /** Files that only the build needs. */
    Path inputs() {
        return root.resolve("inputs");
    }

    Path context() {
        return root.resolve("context");
    }

    /** What {@code uv sync} works in. */
    Path project() {
        return root.resolve("project");
    }

    /** Copies of packages that the image brings as directories, for their builds to write into. */
    Path sources() {
        return root.resolve("sources");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    /** Takes away what only the build needed. */
    void removeLeftovers() {
        List.of(inputs(), context(), project(), sources(), temporary()).forEach(Directories::discard);
    }
}
