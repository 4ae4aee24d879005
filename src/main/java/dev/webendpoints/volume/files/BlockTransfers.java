package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.webendpoints.failure.NotFound;
import dev.webendpoints.transfer.TransferFailures;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Handles {@code PUT} and {@code GET /volume-blocks/<token>} on the control port. Requires no credentials: the token is
 * the right to transfer. Responds with 200 and the receipt of an upload or the bytes of a download, or with 400, 404,
 * 409, 413, 503 or 507 and a message. Repeating a transfer is allowed.
 */
@ApplicationScoped
class BlockTransfers {

    private final Vertx vertx;
    private final VolumeFiles files;

    BlockTransfers(Vertx vertx, VolumeFiles files) {
        this.vertx = vertx;
        this.files = files;
    }

    void addTo(@Observes Router router) {
        router.put("/volume-blocks/:token").handler(this::onPut);
        router.get("/volume-blocks/:token").handler(this::onGet);
    }

    private void onPut(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.pause();
        Context own = Vertx.currentContext();
        Uni.createFrom()
                .item(() -> BlockUpload.of(files.tokens(), context.pathParam("token"))
                        .orElseThrow(BlockTransfers::noSuchTransfer))
                .chain(block -> receive(request, block, own))
                .emitOn(command -> own.runOnContext(ignored -> command.run()))
                .subscribe()
                .with(receipt -> context.response().end(receipt), failure -> TransferFailures.answer(context, failure));
    }

    private Uni<String> receive(HttpServerRequest request, BlockUpload block, Context own) {
        StagingDirectory staging = files.store().staging();
        BlockReception reception = new BlockReception(request, block, block.part(staging));
        return files.run(() -> prepare(block))
                .emitOn(command -> own.runOnContext(ignored -> command.run()))
                .chain(() -> reception.received(vertx))
                .chain(() -> files.run(() -> {
                    reception.requireHash();
                    block.markArrived(staging);
                    return UploadBatch.receipt(files.tokens(), block.upload());
                }));
    }

    /** Creates the file that the block is a part of, unless its upload is complete. */
    private Void prepare(BlockUpload block) throws IOException {
        StagingDirectory staging = files.store().staging();
        if (!Files.isDirectory(block.directory(staging))) {
            throw noSuchTransfer();
        }
        files.limits().requireFree(block.length());
        try {
            Files.createFile(block.part(staging));
        } catch (FileAlreadyExistsException e) {
            // Another block of it came first.
        }
        return null;
    }

    private void onGet(RoutingContext context) {
        Context own = Vertx.currentContext();
        Uni.createFrom()
                .item(() -> FileDownload.Part.of(files.tokens(), context.pathParam("token"))
                        .orElseThrow(BlockTransfers::noSuchTransfer))
                .chain(part -> files.run(() -> part.pin(files.store()))
                        .emitOn(command -> own.runOnContext(ignored -> command.run()))
                        .chain(file -> send(context, part, file)))
                .subscribe()
                .with(sent -> {}, failure -> TransferFailures.answer(context, failure));
    }

    private Uni<Void> send(RoutingContext context, FileDownload.Part part, PinnedFile file) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
        return Uni.createFrom()
                .completionStage(() -> context.response()
                        .sendFile(file.link().toString(), part.start(), part.length())
                        .toCompletionStage())
                .onTermination()
                .call(() -> files.run(() -> {
                    file.close();
                    return null;
                }));
    }

    private static NotFound noSuchTransfer() {
        return new NotFound("there is no such transfer, or its time has passed");
    }
}
