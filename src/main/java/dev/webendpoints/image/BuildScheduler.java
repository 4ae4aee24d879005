package dev.webendpoints.image;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.image.ImageBuild.Result;
import dev.webendpoints.image.StoredImage.Outcome;
import dev.webendpoints.image.commands.CommandRejected;
import dev.webendpoints.image.host.CredentialRedaction;
import dev.webendpoints.image.host.ProgramFailed;
import dev.webendpoints.source.DatabaseTransactions;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.unchecked.Unchecked;

/** Runs builds on its own threads, one at a time for the same content, a bounded number of layers concurrently. */
@ApplicationScoped
class BuildScheduler {

    private static final Logger LOG = Logger.getLogger(BuildScheduler.class);

    private final Layers layers;
    private final LayerStore environments;
    private final ImageRepository images;
    private final DatabaseTransactions transactions;
    private final ImagesConfig config;
    private final ExecutorService threads;
    private final WorkspaceTurns turns;
    private final Map<String, ImageBuild> underWay = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    BuildScheduler(
            Layers layers,
            LayerStore environments,
            ImageRepository images,
            DatabaseTransactions transactions,
            ImagesConfig config) {
        this.layers = layers;
        this.environments = environments;
        this.images = images;
        this.transactions = transactions;
        this.config = config;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(config.concurrentBuilds(), work -> {
            Thread thread = new Thread(work, "image-build-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.turns = new WorkspaceTurns(threads, config.concurrentBuilds());
    }

    Optional<ImageBuild> underWay(String contentHash) {
        return Optional.ofNullable(underWay.get(contentHash));
    }

    /** Starts the build, or returns the one in progress. A build beyond the workspace's limit fails immediately. */
    ImageBuild start(ImageRecipe recipe) {
        ImageBuild own = new ImageBuild(
                recipe.workspaceId(),
                new BuildLog(
                        environments.logFile(recipe.contentHash()),
                        config.logLines(),
                        environments::withPathsOfContainer),
                config.abandonAfter());
        ImageBuild shared = underWay.compute(
                recipe.contentHash(), (hash, present) -> present != null && present.renew() ? present : own);
        if (shared != own) {
            return shared;
        }
        if (underWayOf(recipe.workspaceId()) > config.maxWorkspaceBuilds()) {
            onEnd(
                    recipe,
                    own,
                    new Result(
                            null,
                            "this workspace may have at most " + config.maxWorkspaceBuilds()
                                    + " builds under way and waiting (webendpoints.images.max-workspace-builds); try again when some have"
                                    + " ended"));
            return own;
        }
        Cancellable work = recipe.base()
                .map(this::ensured)
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> checked(recipe))
                .chain(() -> inTurn(own, () -> layers.build(recipe, own)))
                .map(environment -> new Result(environment, null))
                .onFailure()
                .recoverWithItem(failure -> new Result(null, reason(failure)))
                .call(result -> store(recipe.contentHash(), result))
                .subscribe()
                .with(result -> onEnd(recipe, own, result));
        own.whenAbandoned(() -> {
            work.cancel();
            onEnd(recipe, own, new Result(null, ImageBuild.ABANDONED));
        });
        return own;
    }

    private long underWayOf(String workspaceId) {
        return underWay.values().stream()
                .filter(build -> build.workspaceId().equals(workspaceId))
                .count();
    }

    /** A layer that cannot be built fails without waiting for a slot. */
    private Uni<Void> checked(ImageRecipe recipe) {
        return onWorker(() -> {
            if (environments.find(recipe.contentHash()).isEmpty()) {
                layers.refuseImpossible(recipe);
            }
            return null;
        });
    }

    /** Runs the work on a thread of builds when the workspace has its turn; tells those who wait for the build. */
    private <T> Uni<T> inTurn(ImageBuild build, Callable<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            int ahead = turns.execute(build.workspaceId(), () -> {
                if (build.isAbandoned()) {
                    return;
                }
                try {
                    emitter.complete(work.call());
                } catch (Throwable e) {
                    emitter.fail(e);
                }
            });
            if (ahead > 0) {
                Infrastructure.getDefaultWorkerPool()
                        .execute(() -> build.log().add("waiting for a build slot (" + ahead + " ahead)"));
            }
        });
    }

    /** Runs disk access on a worker thread, outside the limit of concurrent builds. */
    static <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .item(Unchecked.supplier(work::call))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** Aborts running builds: their images stay pending and are built again after the next start. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        threads.shutdownNow();
    }

    private Uni<Void> ensured(ImageRecipe base) {
        return onWorker(() -> environments.find(base.contentHash()))
                .chain(found -> found.isPresent() ? Uni.createFrom().voidItem() : built(base));
    }

    private Uni<Void> built(ImageRecipe base) {
        return start(base)
                .awaited()
                .invoke(result -> {
                    if (result.failure() != null) {
                        throw new CommandRejected("the image that this one builds upon failed: " + result.failure());
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> store(String contentHash, Result result) {
        if (stopping) {
            return Uni.createFrom().voidItem();
        }
        Outcome outcome = result.failure() == null ? Outcome.READY : Outcome.FAILED;
        return transactions
                .run(() -> images.ended(contentHash, outcome, result.failure()))
                .onFailure()
                .invoke(failure -> LOG.error("Image outcome not stored: content_hash=" + contentHash, failure))
                .onFailure()
                .recoverWithNull();
    }

    private void onEnd(ImageRecipe recipe, ImageBuild build, Result result) {
        underWay.remove(recipe.contentHash(), build);
        build.end(result);
        LOG.infof("Image build ended: content_hash=%s ok=%s", recipe.contentHash(), result.failure() == null);
    }

    private String reason(Throwable failure) {
        if (failure instanceof CommandRejected
                || failure instanceof ProgramFailed
                || failure instanceof DomainFailure) {
            return CredentialRedaction.of(environments.withPathsOfContainer(failure.getMessage()));
        }
        LOG.error("Image build failed unexpectedly", failure);
        return "the build broke off by an error of the server, which is in its log";
    }
}
