package dev.webendpoints.image.commands;

import java.util.List;

/** A change to a Python environment. Paths are absolute, as seen in the image. */
public sealed interface LayerStep {

    /**
     * Creates a new, empty environment.
     *
     * @param version as in the base image's name: {@code 3.11} or {@code 3.11.12}
     */
    record Python(String version) implements LayerStep {

        /** Returns {@code 3.11}. */
        public String minor() {
            String[] parts = version.split("\\.");
            return parts[0] + "." + parts[1];
        }
    }

    /** Runs {@code uv pip install} with these arguments. */
    record Install(List<Argument> arguments) implements LayerStep {}

    /**
     * Runs {@code uv sync} in a new environment, as the client's {@code uv_sync} does, without packages installed
     * before.
     *
     * @param project the directory of the pyproject.toml
     */
    record Sync(String project, List<Argument> arguments) implements LayerStep {}

    /** Copies files of the build's context into the image. */
    record Copy(List<String> sources, String target) implements LayerStep {}

    /** Requires these Debian packages; versions are not compared. */
    record AptPackages(List<String> names) implements LayerStep {}

    /** A command that changes the host, or is not understood. */
    record HostCommand(String text, String reason) implements LayerStep {}

    /** No action; only a line in the build's log. */
    record Note(String text) implements LayerStep {}

    /** @param isFile whether the text is a path in the image */
    record Argument(String text, boolean isFile) {}
}
