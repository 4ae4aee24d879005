package dev.webendpoints.image;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import dev.webendpoints.image.commands.LayerDescription;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * A build in progress, shared by all callers that requested it. When no caller has waited for it for some time, it is
 * abandoned, and its programs are stopped. Thread-safe.
 */
final class ImageBuild {

    /** The reason of an abandoned build's failure. */
    static final String ABANDONED = "the build was stopped, because no client waited for it any more";

    /** @param environment null if the build failed; {@code failure} is then the reason */
    record Result(LayerDescription environment, String failure) {

        ImageState state(String imageId) {
            return environment == null
                    ? new ImageState.Failed(imageId, failure)
                    : new ImageState.Ready(imageId, environment.python(), environment.workdir());
        }
    }

    private final String workspaceId;
    private final BuildLog log;
    private final Duration patience;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private Runnable onAbandoned = () -> {};
    private int waiting;
    private long changes;
    private boolean abandoned;

    /** @param patience how long the build continues while no caller waits for it */
    ImageBuild(String workspaceId, BuildLog log, Duration patience) {
        this.workspaceId = workspaceId;
        this.log = log;
        this.patience = patience;
    }

    String workspaceId() {
        return workspaceId;
    }

    BuildLog log() {
        return log;
    }

    /** Returns the result; does not keep the build from being abandoned. */
    Uni<Result> result() {
        return Uni.createFrom().completionStage(() -> result.copy());
    }

    /** Returns the result; the build is not abandoned while there is a subscriber. */
    Uni<Result> awaited() {
        return awaitedWith(result().toMulti()).toUni();
    }

    /** Returns the same items; the build is not abandoned while there is a subscriber. */
    <T> Multi<T> awaitedWith(Multi<T> items) {
        return Multi.createFrom().deferred(() -> {
            AtomicBoolean left = new AtomicBoolean();
            onWaiters(1);
            // A subscription may be cancelled more than once, and after its end.
            return items.onTermination().invoke(() -> {
                if (left.compareAndSet(false, true)) {
                    onWaiters(-1);
                }
            });
        });
    }

    void end(Result ended) {
        log.close();
        result.complete(ended);
    }

    // Abandonment ------------------------------------------------------------------------------------------------

    /** Called once, when the build is abandoned. */
    void whenAbandoned(Runnable action) {
        onAbandoned = action;
        renew();
    }

    /**
     * Starts the time again after which the build is abandoned.
     *
     * @return false if it has been abandoned
     */
    boolean renew() {
        return onWaiters(0);
    }

    boolean isAbandoned() {
        lock.lock();
        try {
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** Returns why the programs of the build are to be stopped; empty while they may run. */
    Optional<String> objection() {
        return isAbandoned() ? Optional.of(ABANDONED) : Optional.empty();
    }

    private boolean onWaiters(int more) {
        lock.lock();
        try {
            waiting += more;
            long seen = ++changes;
            if (waiting == 0 && !result.isDone()) {
                Infrastructure.getDefaultWorkerPool()
                        .schedule(() -> abandonUnless(seen), patience.toMillis(), TimeUnit.MILLISECONDS);
            }
            return !abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** @param seen the number of changes when the last caller left */
    private void abandonUnless(long seen) {
        lock.lock();
        try {
            if (changes != seen || result.isDone()) {
                return;
            }
            abandoned = true;
        } finally {
            lock.unlock();
        }
        onAbandoned.run();
    }
}
