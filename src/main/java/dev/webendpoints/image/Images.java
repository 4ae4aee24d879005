package dev.webendpoints.image;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.image.StoredImage.Outcome;
import dev.webendpoints.image.commands.LayerDescription;
import dev.webendpoints.image.disk.ModuleSearch;
import dev.webendpoints.source.ContentId;
import dev.webendpoints.source.DatabaseTransactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The images of a workspace: requested by definition, found by id, and followed while they are built. */
@ApplicationScoped
public class Images {

    private final DatabaseTransactions transactions;
    private final ImageRepository images;
    private final ImageRecipes recipes;
    private final BuildScheduler builds;
    private final LayerStore environments;
    private final ForcedBuilds forced = new ForcedBuilds();

    Images(
            DatabaseTransactions transactions,
            ImageRepository images,
            ImageRecipes recipes,
            BuildScheduler builds,
            LayerStore environments) {
        this.transactions = transactions;
        this.images = images;
        this.recipes = recipes;
        this.builds = builds;
        this.environments = environments;
    }

    /**
     * Returns the image of this definition. Equal content is the same image and is built once for all concurrent
     * requests; a ready image is returned immediately, a failed one is built again.
     *
     * @param builderVersion Modal's image builder version, {@code 2025.06}
     * @param clientVersion version of the {@code modal} package that workers of this image need
     * @param pythonVersion the client's Python version
     * @param force whether to build it even if it exists, as another image; concurrent calls share that build
     * @throws ImageNotFound if it builds upon an image that this workspace does not have
     */
    public Uni<ImageState> getOrCreate(
            String workspaceId,
            ImageDefinition definition,
            String builderVersion,
            String clientVersion,
            String pythonVersion,
            boolean force) {
        return recipes.of(workspaceId, definition, clientVersion, "")
                .chain(recipe -> force
                        ? recipes.of(
                                workspaceId,
                                definition,
                                clientVersion,
                                forced.distinction(recipe.contentHash(), Instant.now()))
                        : Uni.createFrom().item(recipe))
                .chain(recipe -> {
                    StoredImage image = new StoredImage();
                    image.id = ContentId.withPrefix("im", List.of(workspaceId, recipe.contentHash()));
                    image.workspaceId = workspaceId;
                    image.contentHash = recipe.contentHash();
                    image.builderVersion = builderVersion;
                    image.clientVersion = clientVersion;
                    image.pythonVersion = pythonVersion;
                    return store(image, definition)
                            .chain(() -> onDisk(image.contentHash))
                            .chain(found -> found.map(environment -> ready(image.id, image.contentHash, environment))
                                    .orElseGet(() -> pending(image.id, recipe)));
                });
    }

    /** @throws ImageNotFound by the Uni, if this workspace has no such image */
    public Uni<Void> require(String workspaceId, String imageId) {
        return transactions.run(() -> images.ofWorkspace(workspaceId, imageId)).replaceWithVoid();
    }

    /**
     * Returns whether workers of an image certainly can't import a module that the image itself should provide: false also
     * if the image is not on disk, or can have directories of modules elsewhere.
     *
     * @throws ImageNotFound by the Uni, if this workspace has no such image
     */
    public Uni<Boolean> lacksModule(String workspaceId, String imageId, String module) {
        return transactions
                .run(() -> images.ofWorkspace(workspaceId, imageId))
                .chain(image -> onDisk(image.contentHash))
                .chain(found -> BuildScheduler.onWorker(
                        () -> found.filter(layer -> !layer.variables().containsKey("PYTHONPATH"))
                                .map(layer -> ModuleSearch.isMissing(module, environments.modules(layer)))
                                .orElse(false)));
    }

    /**
     * Returns the lines of an image's build after {@code lastEntryId}, then its result; completes without a result at
     * the timeout. An image whose build was interrupted by a server stop is built now. A build that nobody follows any
     * more is abandoned.
     *
     * @param lastEntryId id of the last line that the caller has; empty for none
     * @throws ImageNotFound if this workspace has no such image
     */
    public Multi<BuildEvent> follow(String workspaceId, String imageId, String lastEntryId, Duration timeout) {
        long last = lastEntryId.isEmpty() ? 0 : Long.parseLong(lastEntryId);
        Multi<BuildEvent> events = transactions
                .run(() -> images.ofWorkspace(workspaceId, imageId))
                .onItem()
                .transformToMulti(this::events)
                .select()
                .where(event -> isAfter(event, last));
        return within(timeout, events).emitOn(callersThread());
    }

    /** Completes after the timeout, and then cancels the source, which {@code select().first(Duration)} does not. */
    private static Multi<BuildEvent> within(Duration timeout, Multi<BuildEvent> source) {
        return Multi.createFrom().emitter(follower -> {
            Cancellable following = source.subscribe().with(follower::emit, follower::fail, follower::complete);
            Cancellable limit = Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(timeout)
                    .subscribe()
                    .with(passed -> follower.complete());
            follower.onTermination(() -> {
                limit.cancel();
                following.cancel();
            });
        });
    }

    /**
     * Returns the lines and the result of a build that is under way or has ended; nothing if there was none. Neither
     * starts a build nor keeps one from being abandoned.
     *
     * @throws ImageNotFound if this workspace has no such image
     */
    public Multi<BuildEvent> observe(String workspaceId, String imageId) {
        Multi<BuildEvent> events = transactions
                .run(() -> images.ofWorkspace(workspaceId, imageId))
                .onItem()
                .transformToMulti(image -> builds.underWay(image.contentHash)
                        .map(build -> events(imageId, build))
                        .orElseGet(() -> ended(image, Multi.createFrom().empty())));
        return events.emitOn(callersThread());
    }

    private Multi<BuildEvent> events(StoredImage image) {
        Optional<ImageBuild> build = builds.underWay(image.contentHash);
        if (build.isPresent()) {
            return build.get().awaitedWith(events(image.id, build.get()));
        }
        return ended(
                image,
                recipes.of(image)
                        .map(builds::start)
                        .onItem()
                        .transformToMulti(started -> started.awaitedWith(events(image.id, started))));
    }

    private Multi<BuildEvent> ended(StoredImage image, Multi<BuildEvent> otherwise) {
        if (image.state == Outcome.FAILED) {
            return ended(image, new ImageState.Failed(image.id, image.failure));
        }
        return onDisk(image.contentHash)
                .onItem()
                .transformToMulti(found -> found.isPresent() ? ended(image, state(image.id, found.get())) : otherwise);
    }

    private static Multi<BuildEvent> events(String imageId, ImageBuild build) {
        Multi<BuildEvent> result = build.result()
                .<BuildEvent>map(ended -> new BuildEvent.Finished(ended.state(imageId)))
                .toMulti();
        return Multi.createBy().concatenating().streams(build.log().lines().map(line -> (BuildEvent) line), result);
    }

    private Multi<BuildEvent> ended(StoredImage image, ImageState state) {
        Multi<BuildEvent> lines = BuildScheduler.onWorker(() -> BuildLog.read(environments.logFile(image.contentHash)))
                .onItem()
                .transformToMulti(read -> Multi.createFrom().<BuildEvent>iterable(List.copyOf(read)));
        return Multi.createBy()
                .concatenating()
                .streams(lines, Multi.createFrom().item(new BuildEvent.Finished(state)));
    }

    private static boolean isAfter(BuildEvent event, long last) {
        return !(event instanceof BuildEvent.Line line) || Long.parseLong(line.entryId()) > last;
    }

    private static ImageState state(String imageId, LayerDescription environment) {
        return new ImageState.Ready(imageId, environment.python(), environment.workdir());
    }

    private Uni<ImageState> ready(String imageId, String contentHash, LayerDescription environment) {
        return transactions
                .run(() -> images.ended(contentHash, Outcome.READY, null))
                .replaceWith(state(imageId, environment));
    }

    private Uni<ImageState> pending(String imageId, ImageRecipe recipe) {
        return transactions
                .run(() -> images.ended(recipe.contentHash(), Outcome.PENDING, null))
                .invoke(() -> builds.start(recipe))
                .replaceWith(new ImageState.Pending(imageId));
    }

    private Uni<Void> store(StoredImage image, ImageDefinition definition) {
        image.state = Outcome.PENDING;
        image.createdAt = Instant.now();
        return transactions.run(() -> images.insertUnlessThere(image, DefinitionJson.toJson(definition)));
    }

    private Uni<Optional<LayerDescription>> onDisk(String contentHash) {
        return BuildScheduler.onWorker(() -> environments.find(contentHash));
    }

    private static Executor callersThread() {
        Context context = Vertx.currentContext();
        return context == null
                ? Infrastructure.getDefaultExecutor()
                : command -> context.runOnContext(ignored -> command.run());
    }
}
