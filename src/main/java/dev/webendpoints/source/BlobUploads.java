package dev.webendpoints.source;

import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.TooLarge;
import dev.webendpoints.transfer.TransferFailures;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Handles {@code PUT /blobs/<id>} on the control port: receives what {@link Blobs#create} announced. Responds with 200
 * and {@code ETag: "<md5 hex>"}, which the Modal client compares, or with 400, 404, 409, 413, 429, 503 or 507 and a
 * message. Requires no credentials: the id is the right to upload. Repeating an upload is allowed; two concurrent
 * uploads of one id are not.
 */
@ApplicationScoped
class BlobUploads {

    private final Vertx vertx;
    private final Blobs blobs;
    private final ContentCache cache;
    private final DatabaseWatch database;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    BlobUploads(Vertx vertx, Blobs blobs, ContentCache cache, DatabaseWatch database) {
        this.database = database;
        this.vertx = vertx;
        this.blobs = blobs;
        this.cache = cache;
    }

    void addTo(@Observes Router router) {
        router.put("/blobs/:id").handler(this::onPut);
    }

    private void onPut(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.pause();
        Context own = Vertx.currentContext();
        String id = context.pathParam("id");
        if (!underWay.add(id)) {
            TransferFailures.answer(context, HttpResponseStatus.CONFLICT, "another upload of this blob is under way");
            return;
        }
        database.guard(blobs.announced(id).chain(blob -> receive(blob, request)))
                .onTermination()
                .invoke(() -> underWay.remove(id))
                .emitOn(command -> own.runOnContext(ignored -> command.run()))
                .subscribe()
                .with(md5 -> succeed(context, md5), failure -> TransferFailures.answer(context, failure));
    }

    private Uni<String> receive(Blob blob, HttpServerRequest request) {
        requireLength(blob, request.getHeader(HttpHeaders.CONTENT_LENGTH));
        return DatabaseTransactions.blocking(cache::newIncoming)
                .chain(incoming -> new ReceivedFile(vertx, request, incoming, blob.size)
                        .received()
                        .chain(() -> DatabaseTransactions.blocking(() -> Sha256.digestOf("MD5", incoming)))
                        .chain(md5 -> blobs.complete(blob, incoming)
                                .replaceWith(() -> HexFormat.of().formatHex(md5)))
                        .onTermination()
                        .call(() -> SourceFiles.onWorker(() -> {
                            ContentCache.delete(incoming);
                            return null;
                        })));
    }

    private static void requireLength(Blob blob, String contentLength) {
        if (contentLength == null) {
            return;
        }
        long length = Long.parseLong(contentLength);
        if (length > blob.size) {
            throw new TooLarge("this upload was announced with " + blob.size + " bytes, not " + contentLength);
        }
        if (length < blob.size) {
            throw new InvalidRequest("this upload was announced with " + blob.size + " bytes, not " + contentLength);
        }
    }

    private static void succeed(RoutingContext context, String md5) {
        context.response().putHeader(HttpHeaders.ETAG, "\"" + md5 + "\"").end();
    }
}
