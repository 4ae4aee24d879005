package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.host.FileTrees;
import dev.webendpoints.image.ImagesConfig.HostCommands;
import dev.webendpoints.image.commands.CommandRejected;
import dev.webendpoints.image.commands.HostRequirements;
import dev.webendpoints.image.commands.LayerDescription;
import dev.webendpoints.image.commands.LayerDirectory;
import dev.webendpoints.image.commands.LayerInterpreter;
import dev.webendpoints.image.commands.LayerPlan;
import dev.webendpoints.image.commands.OptionValues;
import dev.webendpoints.source.FileLayout;
import dev.webendpoints.source.Mounts;

/** Builds one layer whose base exists. Blocks: must run on a build thread. */
@ApplicationScoped
class Layers {

    private static final Duration COLLECTION_LIMIT = Duration.ofMinutes(5);

    private final LayerStore environments;
    private final BuildTools tools;
    private final WorkerPackages packages;
    private final Mounts mounts;
    private final ImagesConfig config;
    private final ImageCollector collector;

    Layers(
            LayerStore environments,
            BuildTools tools,
            WorkerPackages packages,
            Mounts mounts,
            ImagesConfig config,
            ImageCollector collector) {
        this.environments = environments;
        this.tools = tools;
        this.packages = packages;
        this.mounts = mounts;
        this.config = config;
        this.collector = collector;
    }

    /**
     * Builds the layer, or finds it. It has been checked by {@link #refuseImpossible}.
     *
     * @throws CommandRejected if it cannot be built
     * @throws dev.webendpoints.image.host.ProgramFailed with the output of the program that failed
     */
    LayerDescription build(ImageRecipe recipe, ImageBuild build) throws IOException {
        Optional<LayerDescription> there = environments.find(recipe.contentHash());
        if (there.isPresent()) {
            return there.get();
        }
        unmet(recipe)
                .forEach(sentence -> build.log()
                        .add("WARNING: " + sentence
                                + ". It is left out, as webendpoints.images.host-commands=warn says."));
        Path directory = environments.newDirectory();
        try {
            requireFreeDisk(directory);
            return build(recipe, directory, build);
        } finally {
            FileTrees.discard(directory);
        }
    }

    private LayerDescription build(ImageRecipe recipe, Path directory, ImageBuild caller) throws IOException {
        Optional<LayerDescription> base = recipe.base().flatMap(each -> environments.find(each.contentHash()));
        LayerPlan plan = plan(recipe.definition(), base);
        Path context = layOutContext(recipe.definition(), directory.resolve("context"));
        LayerBuild build = new LayerBuild(
                tools, packages, environments, config.buildTimeout(), caller, base, new LayerDirectory(directory));
        build.perform(plan.steps(), context, plan.settings());
        LayerDescription environment = build.environment(recipe.contentHash(), plan.settings());
        packages.client(recipe.clientVersion(), environment.pythonMinor(), caller.log()::add);
        packages.worker(environment.pythonMinor(), caller.log()::add);
        packages.workerSource(environment.pythonMinor());
        LayerDirectory layer = new LayerDirectory(directory);
        layer.removeLeftovers();
        for (Path part : List.of(layer.venv(), layer.rootfs())) {
            if (Files.exists(part) && !tools.user().owns(part)) {
                tools.user().own(part);
            }
        }
        if (tools.confinesBuilds()) {
            build.shareWithBase();
        }
        return environments.finish(directory, recipe.contentHash(), environment);
    }

    /** Collects unused content first if the free disk space is below the limit. */
    private void requireFreeDisk(Path directory) {
        if (tools.disk().objectionToFree(directory).isPresent()) {
            collector.collectDisk(Instant.now()).await().atMost(COLLECTION_LIMIT);
        }
        tools.disk().objectionToFree(directory).ifPresent(sentence -> {
            throw new CommandRejected(sentence);
        });
    }

    /**
     * Checks everything that is known of the layer before anything is built. Blocks.
     *
     * @throws CommandRejected with all reasons, if it requires something that this server does not support
     */
    void refuseImpossible(ImageRecipe recipe) {
        requirePossible(recipe.definition());
        List<String> unmet = unmet(recipe);
        if (!unmet.isEmpty() && config.hostCommands() == HostCommands.FAIL) {
            throw new CommandRejected(String.join(". ", unmet)
                    + ". With webendpoints.images.host-commands=warn the server" + " leaves it out and goes on.");
        }
    }

    /** Returns what the layer needs of the host that it does not have. */
    private List<String> unmet(ImageRecipe recipe) {
        Optional<LayerDescription> base = recipe.base().flatMap(each -> environments.find(each.contentHash()));
        return HostRequirements.unmet(plan(recipe.definition(), base).steps(), tools.debian()::missing);
    }

    private static void requirePossible(ImageDefinition definition) {
        if (definition.buildFunction()) {
            throw new CommandRejected(
                    "Image.run_function is not supported: this server runs no Python function to build an image");
        }
        if (definition.bases().size() > 1) {
            throw new CommandRejected("an image that builds upon several images is not supported");
        }
    }

    private static LayerPlan plan(ImageDefinition definition, Optional<LayerDescription> base) {
        Set<String> tags =
                definition.bases().stream().map(ImageDefinition.Base::tag).collect(Collectors.toSet());
        OptionValues inherited = base.map(
                        environment -> new OptionValues(environment.variables(), environment.workdir()))
                .orElse(OptionValues.NONE);
        return LayerInterpreter.interpret(definition.commands(), tags, inherited, definition.buildArguments());
    }

    private Path layOutContext(ImageDefinition definition, Path context) throws IOException {
        Files.createDirectories(context);
        if (definition.contextMountId() != null) {
            mounts.materialise(List.of(definition.contextMountId()), context)
                    .await()
                    .atMost(Duration.ofMinutes(10));
        }
        FileLayout layout = new FileLayout(context);
        for (ImageDefinition.ContextFile file : definition.contextFiles()) {
            Path content = Files.createTempFile(context.getParent(), "context-", ".part");
            Files.write(content, file.data());
            layout.place(file.filename().startsWith("/") ? file.filename() : "/" + file.filename(), 0, content);
            Files.delete(content);
        }
        return context;
    }
}
