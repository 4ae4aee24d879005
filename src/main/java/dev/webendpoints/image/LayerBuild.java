package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.webendpoints.image.commands.CommandRejected;
import dev.webendpoints.image.commands.ContextCopy;
import dev.webendpoints.image.commands.LayerDescription;
import dev.webendpoints.image.commands.LayerDirectory;
import dev.webendpoints.image.commands.LayerStep;
import dev.webendpoints.image.commands.OptionValues;
import dev.webendpoints.image.host.DirectoryClones;
import dev.webendpoints.image.host.HostPython;
import dev.webendpoints.source.FileLayout;

/**
 * The build of one layer. Until a step changes something, the layer uses what its base has; then it gets its own copy,
 * and the base stays unchanged.
 */
final class LayerBuild {

    /** Files at the image's root whose names begin with a dot are the client's build input, not part of the image. */
    private static final String BUILD_INPUT = "/.";

    private final BuildTools tools;
    private final LayerStore environments;
    private final Optional<LayerDescription> base;
    private final LayerDirectory directory;
    private final Consumer<String> log;
    private final ImageBuild build;
    private final LayerInstaller installer;

    /** @param limit time limit of the build */
    LayerBuild(
            BuildTools tools,
            WorkerPackages packages,
            LayerStore environments,
            Duration limit,
            ImageBuild build,
            Optional<LayerDescription> base,
            LayerDirectory directory) {
        this.tools = tools;
        this.environments = environments;
        this.base = base;
        this.directory = directory;
        this.build = build;
        this.log = build.log()::add;
        this.installer = new LayerInstaller(
                tools,
                packages,
                environments,
                build,
                base,
                directory,
                Instant.now().plus(limit));
    }

    void perform(List<LayerStep> steps, Path context, OptionValues settings) throws IOException {
        for (LayerStep step : steps) {
            build.objection().ifPresent(sentence -> {
                throw new CommandRejected(sentence);
            });
            if (step instanceof LayerStep.Python begin) {
                installer.onPython(begin);
            } else if (step instanceof LayerStep.Install install) {
                installer.onInstall(install, settings.variables());
            } else if (step instanceof LayerStep.Sync sync) {
                installer.onSync(sync, settings.variables());
            } else if (step instanceof LayerStep.Copy copy) {
                onCopy(copy, context);
            } else if (step instanceof LayerStep.Note note) {
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
            DirectoryClones.shareEqualFiles(environments.venv(base.get()), directory.venv());
        }
        Path below = environments.rootfs(base.get());
        if (below != null && Files.exists(directory.rootfs())) {
            DirectoryClones.shareEqualFiles(below, directory.rootfs());
        }
    }

    /** Returns what has been built, after all steps. */
    LayerDescription environment(String contentHash, OptionValues settings) {
        Optional<HostPython> python = installer.python();
        if (python.isEmpty() && base.isEmpty()) {
            throw new CommandRejected("the image has no FROM, so it has no Python");
        }
        return new LayerDescription(
                Files.exists(directory.venv())
                        ? contentHash
                        : base.orElseThrow().venv(),
                Files.exists(directory.rootfs())
                        ? contentHash
                        : base.map(LayerDescription::rootfs).orElse(null),
                python.map(HostPython::version)
                        .orElseGet(() -> base.orElseThrow().python()),
                python.map(HostPython::prefix)
                        .orElseGet(() -> base.orElseThrow().pythonPrefix()),
                settings.variables(),
                settings.workdir());
    }

    private void onCopy(LayerStep.Copy copy, Path context) throws IOException {
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
            FileLayout layout =
                    new FileLayout(target.getValue().startsWith(BUILD_INPUT) ? directory.inputs() : ownRootfs());
            layout.place(target.getValue(), FileLayout.modeOf(content), content);
        }
    }

    private Path ownRootfs() throws IOException {
        Path below = base.map(environments::rootfs).orElse(null);
        if (below != null && !Files.exists(directory.rootfs())) {
            tools.copy(below, directory.rootfs(), installer.remaining());
        }
        return directory.rootfs();
    }
}
