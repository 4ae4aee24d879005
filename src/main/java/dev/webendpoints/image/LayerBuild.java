package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
import dev.webendpoints.image.host.Directories;
import dev.webendpoints.image.host.HostPython;
import dev.webendpoints.source.Layout;

/**
 * The build of one layer. Until a step changes something, the layer uses what its base has; then it gets its own copy,
 * and the base stays unchanged.
 */
final class LayerBuild {

    /** Files at the image's root whose names begin with a dot are the client's build input, not part of the image. */
    private static final String BUILD_INPUT = "/.";

    private final Tools tools;
    private final ImagesConfig config;
    private final Environments environments;
    private final Optional<Environment> base;
    private final LayerDirectory directory;
    private final Consumer<String> log;
    private final LayerInstaller installer;

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
        this.log = log;
        this.installer = new LayerInstaller(
                tools,
                environments,
                recipe.workspaceId(),
                base,
                directory,
                log,
                Instant.now().plus(config.buildTimeout()));
    }

    void perform(List<Step> steps, Path context, Settings settings) throws IOException {
        for (Step step : steps) {
            if (step instanceof Step.Python begin) {
                installer.onPython(begin);
            } else if (step instanceof Step.Install install) {
                installer.onInstall(install, settings.variables());
            } else if (step instanceof Step.Sync sync) {
                installer.onSync(sync, settings.variables());
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

    /** Stores once what the layer has in common with its base. Every program of the build must have ended. */
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

    /** Returns what has been built, after all steps. */
    Environment environment(String contentHash, Settings settings) {
        Optional<HostPython> python = installer.python();
        if (python.isEmpty() && base.isEmpty()) {
            throw new Refused("the image has no FROM, so it has no Python");
        }
        return new Environment(
                Files.exists(directory.venv())
                        ? contentHash
                        : base.orElseThrow().venv(),
                Files.exists(directory.rootfs())
                        ? contentHash
                        : base.map(Environment::rootfs).orElse(null),
                python.map(HostPython::version)
                        .orElseGet(() -> base.orElseThrow().python()),
                python.map(HostPython::prefix)
                        .orElseGet(() -> base.orElseThrow().pythonPrefix()),
                settings.variables(),
                settings.workdir());
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

    private Path ownRootfs() throws IOException {
        Path below = base.map(environments::rootfs).orElse(null);
        if (below != null && !Files.exists(directory.rootfs())) {
            tools.copy(below, directory.rootfs(), installer.remaining());
        }
        return directory.rootfs();
    }
}
