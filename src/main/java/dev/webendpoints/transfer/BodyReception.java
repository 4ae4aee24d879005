package dev.webendpoints.transfer;

import java.io.IOException;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpServerRequest;

/**
 * Writes the body of one request to an open file, as fast as the disk accepts it and never beyond a limit. The request
 * is paused until {@link #received()} is called.
 */
public final class BodyReception {

    private final HttpServerRequest request;
    private final AsyncFile file;
    private final long limit;
    private final Supplier<? extends Exception> excess;
    private final Promise<Long> end = Promise.promise();
    private long received;

    /**
     * @param limit maximum number of bytes
     * @param excess makes the failure for a body that has more
     */
    public BodyReception(HttpServerRequest request, AsyncFile file, long limit, Supplier<? extends Exception> excess) {
        this.request = request;
        this.file = file;
        this.limit = limit;
        this.excess = excess;
    }

    /**
     * Completes with the number of bytes when the body has ended. Stops writing at the first failure; further bytes are
     * discarded. Must be called on the context of the request.
     *
     * @throws IOException if a write fails, or if the client has left, also if it had left before
     */
    public Future<Long> received() {
        file.exceptionHandler(end::tryFail);
        request.exceptionHandler(failure -> end.tryFail(new IOException("the client is gone", failure)))
                .handler(this::onBytes)
                .endHandler(ignored -> end.tryComplete(received))
                .resume();
        if (request.response().closed()) {
            end.tryFail(new IOException("the client is gone"));
        }
        return end.future();
    }

    private void onBytes(Buffer buffer) {
        if (end.future().isComplete()) {
            return;
        }
        received += buffer.length();
        if (received > limit) {
            end.tryFail(excess.get());
            return;
        }
        file.write(buffer).onFailure(end::tryFail);
        if (file.writeQueueFull()) {
            request.pause();
            file.drainHandler(ignored -> request.resume());
        }
    }
}
