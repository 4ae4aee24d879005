package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.TooLarge;
import dev.webendpoints.transfer.BodyReception;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;

/** Writes the body of one request into a file at the position of its block, as fast as the disk accepts it. */
final class BlockReception {

    private static final int HASHED_AT_ONCE = 256 << 10;

    /** Maximum number of bytes that wait for the disk: a client sends up to 128 blocks at a time. */
    private static final int WAITING_FOR_DISK = 16 << 10;

    private final HttpServerRequest request;
    private final BlockUpload block;
    private final Path part;
    private long received;

    BlockReception(HttpServerRequest request, BlockUpload block, Path part) {
        this.request = request;
        this.block = block;
        this.part = part;
    }

    /** Completes when the body is in the file. @throws TooLarge at the first byte beyond the block's length */
    Uni<Void> received(Vertx vertx) {
        return Uni.createFrom()
                .completionStage(() -> vertx.fileSystem()
                        .open(part.toString(), new OpenOptions().setRead(false).setWrite(true))
                        .compose(file -> transfer(
                                        file.setWritePos(block.position()).setWriteQueueMaxSize(WAITING_FOR_DISK))
                                .eventually(() -> file.close()))
                        .toCompletionStage());
    }

    private Future<Void> transfer(AsyncFile file) {
        return new BodyReception(
                        request,
                        file,
                        block.length(),
                        () -> new TooLarge("this block has at most " + block.length() + " bytes"))
                .received()
                .onSuccess(bytes -> received = bytes)
                .mapEmpty();
    }

    /** Blocks. @throws InvalidRequest if the bytes in the file do not have the block's hash */
    void requireHash() throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(HASHED_AT_ONCE);
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.READ)) {
            long position = block.position();
            long last = position + received;
            while (position < last) {
                buffer.clear().limit((int) Math.min(HASHED_AT_ONCE, last - position));
                int read = file.read(buffer, position);
                if (read < 0) {
                    break;
                }
                digest.update(buffer.flip());
                position += read;
            }
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(block.sha256())) {
            throw new InvalidRequest("the block has the hash " + actual + ", not " + block.sha256());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
