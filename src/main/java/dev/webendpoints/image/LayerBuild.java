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

import dev.webendpoints.image.ImagesConfig.HostCommands;
import dev.webendpoints.image.commands.ContextCopy;
import dev.webendpoints.image.commands.Refused;
import dev.webendpoints.image.commands.Settings;
import dev.webendpoints.image.commands.Step;
import dev.webendpoints.image.host.BuildView;
import dev.webendpoints.image.host.Directories;
import dev.webendpoints.image.host.HostPython;
import dev.webendpoints.source.Layout;

/**
 * One layer while it is built. Until a step changes something, it has what its base has; then it gets its own copy, and
 * the base stays what it is.
 */
final class LayerBuild {

    /** Files at the image's top whose names begin with a dot are the client's own input to a build, no part of it. */
    private static final String BUILD_INPUT = "/.";

    private final Tools tools;
    private final ImagesConfig config;
    private final Environments environments;
    private final Optional<Environment> base;
    private final LayerDirectory directory;
    private final String workspaceId;
    private final Consumer<String> log;
    private final Instant deadline;
    private HostPython python;

    LayerBuild(
            Tools tools,
            ImagesConfig config,
            Environments environments,
            Recipe recipe,
            Optional<Environment> base,
            LayerDirectory directory,
            Consumer<String> log) {
        this.tools = tools;
        this.config = config;
        this.environments = environments;
        this.base = base;
        this.directory = directory;
        this.workspaceId = recipe.workspaceId();
        this.log = log;
        this.deadline = Instant.now().plus(config.buildTimeout());
    }

    void perform(List<Step> steps, Path context, Settings settings) throws IOException {
        for (Step step : steps) {
            if (step instanceof Step.Python begin) {
                onPython(begin);
            } else if (step instanceof Step.Install install) {
                onInstall(install, settings.variables());
            } else if (step instanceof Step.Sync sync) {
                onSync(sync, settings.variables());
            } else if (step instanceof Step.Copy copy) {
                onCopy(copy, context);
            } else if (step instanceof Step.AptPackages packages) {
                onAptPackages(packages);
            } else if (step instanceof Step.HostCommand command) {
                leaveToTheHost("'" + command.text() + "' cannot be done: " + command.reason());
            } else if (step instanceof Step.Note note) {
                log.accept(note.text());
            }
        }
    }

    /** Keeps once what the layer has in common with its base. Every program of the build has ended. */
    void shareWithBase() throws IOException {
        if (base.isEmpty()) {
            return;
        }
        if (Files.exists(directory.venv())) {
            Directories.shareEqualFiles(environments.venv(base.get()), directory.venv());
        }
        Path below = environments.rootfs(base.get());
        if (below != null && Files.exists(directory.rootfs())) {
            Directories.shareEqualFiles(below, directory.rootfs());
        }
    }

    /** What has been built, once every step is done. */
    Environment environment(String contentHash, Settings settings) {
        if (python == null && base.isEmpty()) {
            throw new Refused("the image has no FROM, so it has no Python");
        }
        return new Environment(
                Files.exists(directory.venv())
                        ? contentHash
                        : base.orElseThrow().venv(),
                Files.exists(directory.rootfs())
                        ? contentHash
                        : base.map(Environment::rootfs).orElse(null),
                python == null ? base.orElseThrow().python() : python.version(),
                python == null ? base.orElseThrow().pythonPrefix() : python.prefix(),
                settings.variables(),
                settings.workdir());
    }

    private void onPython(Step.Python begin) {
        python = tools.pythons().ofMinor(begin.minor());
        if (begin.version().split("\\.").length > 2 && !begin.version().equals(python.version())) {
            log.accept("Python " + python.version() + " of this host stands in for " + begin.version());
        }
        makeVenv(python.executable());
    }

    private void makeVenv(Path interpreter) {
        Directories.delete(directory.venv());
        tools.uv()
                .run(
                        List.of(
                                "venv",
                                "--no-project",
                                "--relocatable",
                                "--python",
                                interpreter.toString(),
                                directory.venv().toString()),
                        Path.of("/"),
                        Map.of(),
                        remaining(),
                        log);
    }

    private void onInstall(Step.Install install, Map<String, String> variables) throws IOException {
        ownVenv();
        List<String> arguments = new ArrayList<>(List.of(
                "pip",
                "install",
                "--python",
                directory.venv().resolve("bin/python").toString()));
        for (Step.Argument argument : install.arguments()) {
            arguments.add(argument.isFile() ? given(argument.text()).toString() : argument.text());
            if (!argument.isFile() && !tools.confinesBuilds()) {
                RequirementFiles.requireNoFileUrl(argument.text());
            }
        }
        uv(arguments, variables, directory.sources());
    }

    private void onSync(Step.Sync sync, Map<String, String> variables) throws IOException {
        Path project = directory.project();
        Directories.delete(project);
        Directories.copy(onDisk(sync.project()), project);
        makeVenv(interpreter());
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

    private void onCopy(Step.Copy copy, Path context) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.walk(context)) {
            names = files.filter(Files::isRegularFile)
                    .map(file -> "/" + context.relativize(file))
                    .sorted()
                    .toList();
        }
        for (Map.Entry<String, String> target :
                new ContextCopy(names).targets(copy).entrySet()) {
            Path content = context.resolve(target.getKey().substring(1));
            Layout layout = new Layout(target.getValue().startsWith(BUILD_INPUT) ? directory.inputs() : ownRootfs());
            layout.place(target.getValue(), Layout.modeOf(content), content);
        }
    }

    private void onAptPackages(Step.AptPackages packages) {
        List<String> missing = tools.debian().missing(packages.names());
        if (missing.isEmpty()) {
            log.accept("this host has " + String.join(", ", packages.names()));
        } else {
            String names = String.join(" ", missing);
            leaveToTheHost("the apt package" + (missing.size() > 1 ? "s " : " ") + names + " cannot be installed: this"
                    + " server changes nothing on its host, which lacks what the image needs (apt-get install " + names
                    + " there provides it)");
        }
    }

    private void leaveToTheHost(String sentence) {
        if (config.hostCommands() == HostCommands.FAIL) {
            throw new Refused(
                    sentence + ". With webendpoints.images.host-commands=warn the server leaves it out and goes on.");
        }
        log.accept("WARNING: " + sentence + ". It is left out, as webendpoints.images.host-commands=warn says.");
    }

    /** A file that an earlier step, or a layer below, has copied into the image. */
    private Path onDisk(String path) {
        String relative = path.substring(1);
        return roots().filter(root -> Files.exists(root.resolve(relative)))
                .map(root -> root.resolve(relative))
                .findFirst()
                .orElseThrow(() -> new Refused("'" + path + "' is named, but was not copied into the image"));
    }

    private void ownVenv() throws IOException {
        if (!Files.exists(directory.venv())) {
            tools.copy(environments.venv(base.orElseThrow(LayerBuild::withoutPython)), directory.venv(), remaining());
        }
    }

    private Path ownRootfs() throws IOException {
        Path below = base.map(environments::rootfs).orElse(null);
        if (below != null && !Files.exists(directory.rootfs())) {
            tools.copy(below, directory.rootfs(), remaining());
        }
        return directory.rootfs();
    }

    private Path interpreter() {
        return python != null
                ? python.executable()
                : tools.pythons()
                        .ofMinor(base.orElseThrow(LayerBuild::withoutPython).pythonMinor())
                        .executable();
    }

    /** What a step hands to the installer. A directory is copied, for the package's build writes into it. */
    private Path given(String path) throws IOException {
        Path found = onDisk(path);
        if (Files.isDirectory(found)) {
            Files.createDirectories(directory.sources());
            Path copy =
                    Files.createTempDirectory(directory.sources(), "source-").resolve(found.getFileName());
            Directories.copy(found, copy);
            return copy;
        }
        if (!tools.confinesBuilds()) {
            new RequirementFiles(roots().toList()).requireOwn(found);
        }
        return found;
    }

    /** @param workplace where the packages' own builds may write, beside the environment */
    private void uv(List<String> arguments, Map<String, String> variables, Path workplace) throws IOException {
        // Of this program alone: one before may have left links in it.
        Directories.delete(directory.temporary());
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
                                interpreter(),
                                python != null
                                        ? python.prefix()
                                        : base.orElseThrow(LayerBuild::withoutPython)
                                                .pythonPrefix()))
                .toList();
        tools.caches().with(workspaceId, cache -> {
            BuildView view =
                    new BuildView(cache, directory.temporary(), readOnly, List.of(directory.venv(), workplace));
            tools.build(arguments, view, variables, remaining(), directory.root(), log);
        });
    }

    /** The directories with files of the image, those of this layer first. */
    private Stream<Path> roots() {
        return Stream.concat(
                Stream.of(directory.inputs(), directory.rootfs()), base.map(environments::rootfs).stream());
    }

    private Duration remaining() {
        return Duration.between(Instant.now(), deadline);
    }

    private static Refused withoutPython() {
        return new Refused("the image installs packages before it has a FROM");
    }
}
