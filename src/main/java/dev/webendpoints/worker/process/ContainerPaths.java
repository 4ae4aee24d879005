package dev.webendpoints.worker.process;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.webendpoints.image.PythonEnvironment;

/**
 * Replaces paths of the server's data directory in what a worker says by the paths of a Modal container, which its user
 * knows: {@code /root} for the user's files, {@code /usr/local} for the image's packages, {@code /pkg} for those of the
 * platform. A worker without confinement sees its files at the former paths, and every worker its packages.
 */
final class ContainerPaths implements UnaryOperator<String> {

    private static final String PYTHON = "/usr/local";
    private static final String PLATFORM = "/pkg";

    private final String data;

    /** Files of this worker, or of a zygote that has loaded its code. */
    private final Pattern trees;

    private final PythonEnvironment environment;

    /**
     * @param runs absolute path of the run directories
     * @param environment the environment that the worker runs in
     */
    ContainerPaths(Path runs, PythonEnvironment environment) {
        this.data = runs.getParent().toString();
        this.trees = Pattern.compile(Pattern.quote(runs.toString()) + "/[^/\\s]+(?:/hub/[^/\\s]+)?/tree(?=/)");
        this.environment = environment;
    }

    @Override
    public String apply(String text) {
        if (!text.contains(data)) {
            return text;
        }
        String told = trees.matcher(text).replaceAll("");
        for (Path directory : environment.sysPathTail()) {
            told = told.replace(directory.toString(), PLATFORM);
        }
        told = told.replace(environment.workerMain().getParent().getParent().toString(), PLATFORM);
        Optional<String> venv = Optional.ofNullable(environment.variables().get("VIRTUAL_ENV"));
        return venv.isPresent() ? told.replace(venv.get(), PYTHON) : told;
    }
}
