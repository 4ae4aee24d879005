package dev.webendpoints.source;

import java.nio.file.Path;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.TooLarge;
import dev.webendpoints.transfer.BodyReception;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * Writes the body of one request to a file, as fast as the disk accepts it and never beyond the announced size. The
 * request is paused until {@link #received()} is subscribed to.
 */
final class ReceivedFile {

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Path target;
    private final long size;

    ReceivedFile(Vertx vertx, HttpServerRequest request, Path target, long size) {
        this.vertx = vertx;
        this.request = request;
        this.target = target;
        this.size = size;
    }

    /**
     * Completes when exactly the announced bytes are in the file.
     *
     * <p>Stops writing at the first failure; further bytes are discarded.
     *
     * @throws TooLarge at the first byte beyond the announced size
     * @throws InvalidRequest if the body ends early
     */
    Uni<Void> received() {
        return Uni.createFrom()
                .completionStage(() -> vertx.fileSystem()
                        .open(target.toString(), new OpenOptions().setWrite(true))
                        .compose(file -> transfer(file).eventually(() -> file.close()))
                        .toCompletionStage());
    }

    private Future<Void> transfer(AsyncFile file) {
        return new BodyReception(request, file, size, () -> new TooLarge(announced() + ", and has more"))
                .received()
                .compose(received -> received == size
                        ? Future.succeededFuture()
                        : Future.failedFuture(new InvalidRequest(announced() + ", and ended after " + received)));
    }

    private String announced() {
        return "this upload was announced with " + size + " bytes";
    }
}
