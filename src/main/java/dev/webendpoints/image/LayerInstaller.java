package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.webendpoints.host.FileTrees;
import dev.webendpoints.host.SecureTrees;
import dev.webendpoints.image.commands.CommandRejected;
import dev.webendpoints.image.commands.LayerDescription;
import dev.webendpoints.image.commands.LayerDirectory;
import dev.webendpoints.image.commands.LayerStep;
import dev.webendpoints.image.commands.RequirementFiles;
import dev.webendpoints.image.host.BuildView;
import dev.webendpoints.image.host.HostPython;

/**
 * The Python environment of one layer during its build: new, or a copy of its base's into which packages are installed.
 * Every program that runs here may run the code of packages.
 */
final class LayerInstaller {

    private final BuildTools tools;
    private final WorkerPackages packages;
    private final LayerStore environments;
    private final ImageBuild build;
    private final Optional<LayerDescription> base;
    private final LayerDirectory directory;
    private final Consumer<String> log;
    private final Instant deadline;
    private HostPython python;

    LayerInstaller(
            BuildTools tools,
            WorkerPackages packages,
            LayerStore environments,
            ImageBuild build,
            Optional<LayerDescription> base,
            LayerDirectory directory,
            Instant deadline) {
        this.tools = tools;
        this.packages = packages;
        this.environments = environments;
        this.build = build;
        this.base = base;
        this.directory = directory;
        this.log = build.log()::add;
        this.deadline = deadline;
    }

    /** Returns the interpreter that a step selected; empty if the base's is used. */
    Optional<HostPython> python() {
        return Optional.ofNullable(python);
    }

    Duration remaining() {
        return Duration.between(Instant.now(), deadline);
    }

    void onPython(LayerStep.Python begin) throws IOException {
        python = tools.pythons().ofMinor(begin.minor());
        if (begin.version().split("\\.").length > 2 && !begin.version().equals(python.version())) {
            log.accept("Python " + python.version() + " of this host stands in for " + begin.version());
        }
        makeVenv();
    }

    void onInstall(LayerStep.Install install, Map<String, String> variables) throws IOException {
        ownVenv();
        List<String> arguments = new ArrayList<>(List.of(
                "pip",
                "install",
                "--python",
                directory.venv().resolve("bin/python").toString()));
        for (LayerStep.Argument argument : install.arguments()) {
            arguments.add(argument.isFile() ? given(argument.text()).toString() : argument.text());
            if (!argument.isFile() && !tools.confinesBuilds()) {
                RequirementFiles.requireNoFileUrl(argument.text());
            }
        }
        uv(arguments, variables, directory.sources());
    }

    void onSync(LayerStep.Sync sync, Map<String, String> variables) throws IOException {
        Path project = directory.project();
        SecureTrees.delete(project);
        FileTrees.copy(onDisk(sync.project()), project);
        makeVenv();
        List<String> arguments = new ArrayList<>(List.of(
                "sync",
                "--project",
                project.toString(),
                "--no-editable",
                "--python",
                directory.venv().resolve("bin/python").toString()));
        sync.arguments().forEach(argument -> arguments.add(argument.text()));
        Map<String, String> own = new HashMap<>(variables);
        own.put("UV_PROJECT_ENVIRONMENT", directory.venv().toString());
        uv(arguments, own, project);
    }

    private void makeVenv() throws IOException {
        log.accept("Using Python " + interpreter().version());
        log.accept("Creating virtual environment with pip, setuptools and wheel");
        SecureTrees.delete(directory.venv());
        tools.copy(packages.environment(interpreter(), log), directory.venv(), remaining());
    }

    /** Finds a file that an earlier step or a lower layer has copied into the image. */
    private Path onDisk(String path) {
        String relative = path.substring(1);
        return roots().filter(root -> Files.exists(root.resolve(relative)))
                .map(root -> root.resolve(relative))
                .findFirst()
                .orElseThrow(() -> new CommandRejected("'" + path + "' is named, but was not copied into the image"));
    }

    private void ownVenv() throws IOException {
        if (!Files.exists(directory.venv())) {
            tools.copy(
                    environments.venv(base.orElseThrow(LayerInstaller::withoutPython)), directory.venv(), remaining());
        }
    }

    private HostPython interpreter() {
        return python != null
                ? python
                : tools.pythons()
                        .ofMinor(base.orElseThrow(LayerInstaller::withoutPython).pythonMinor());
    }

    /** Returns what a step passes to the installer. A directory is copied, because a package's build writes to it. */
    private Path given(String path) throws IOException {
        Path found = onDisk(path);
        if (Files.isDirectory(found)) {
            Files.createDirectories(directory.sources());
            Path copy =
                    Files.createTempDirectory(directory.sources(), "source-").resolve(found.getFileName());
            FileTrees.copy(found, copy);
            return copy;
        }
        if (!tools.confinesBuilds()) {
            new RequirementFiles(roots().toList()).requireOwn(found);
        }
        return found;
    }

    /** @param workplace where the packages' builds may write, in addition to the environment */
    private void uv(List<String> arguments, Map<String, String> variables, Path workplace) throws IOException {
        // Used by this program only: an earlier one may have left links in it.
        SecureTrees.delete(directory.temporary());
        for (Path path : List.of(directory.temporary(), workplace)) {
            Files.createDirectories(path);
        }
        for (Path path : List.of(directory.inputs(), directory.rootfs())) {
            if (Files.exists(path)) {
                tools.user().share(path);
            }
        }
        List<Path> readOnly = Stream.concat(
                        roots(),
                        Stream.of(
                                interpreter().executable(),
                                python != null
                                        ? python.prefix()
                                        : base.orElseThrow(LayerInstaller::withoutPython)
                                                .pythonPrefix()))
                .toList();
        tools.caches().with(build.workspaceId(), cache -> {
            BuildView view =
                    new BuildView(cache, directory.temporary(), readOnly, List.of(directory.venv(), workplace));
            tools.build(arguments, view, variables, remaining(), directory.root(), build::objection, log);
        });
    }

    /** Returns the directories with files of the image, those of this layer first. */
    private Stream<Path> roots() {
        return Stream.concat(
                Stream.of(directory.inputs(), directory.rootfs()), base.map(environments::rootfs).stream());
    }

    private static CommandRejected withoutPython() {
        return new CommandRejected("the image installs packages before it has a FROM");
    }
}
