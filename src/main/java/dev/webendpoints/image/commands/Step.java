package dev.webendpoints.image.commands;

import java.util.List;

/** One thing to do to a Python environment. Paths are absolute, as the image sees them. */
public sealed interface Step {

    /**
     * Begin a new, empty environment.
     *
     * @param version as the base image names it: {@code 3.11} or {@code 3.11.12}
     */
    record Python(String version) implements Step {

        /** {@code 3.11} */
        public String minor() {
            String[] parts = version.split("\\.");
            return parts[0] + "." + parts[1];
        }
    }

    /** Run {@code uv pip install} with these arguments. */
    record Install(List<Argument> arguments) implements Step {}

    /**
     * Make the environment what {@code uv sync} says: a new one, as the client's {@code uv_sync} makes, where nothing
     * that was installed before is seen.
     *
     * @param project the directory of the pyproject.toml
     */
    record Sync(String project, List<Argument> arguments) implements Step {}

    /** Copy files of the build's context into the image. */
    record Copy(List<String> sources, String target) implements Step {}

    /** Have these Debian packages; versions, if any, are not compared. */
    record AptPackages(List<String> names) implements Step {}

    /** Something that changes the host, or that nobody here understands. */
    record HostCommand(String text, String reason) implements Step {}

    /** Nothing to do, and worth a line in the build's log. */
    record Note(String text) implements Step {}

    /** @param isFile whether the text is a path in the image */
    record Argument(String text, boolean isFile) {}
}
