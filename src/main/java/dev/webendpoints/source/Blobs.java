package dev.webendpoints.source;

import java.nio.file.Path;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.failure.TooLarge;
import dev.webendpoints.identity.RandomId;
import io.smallrye.mutiny.Uni;

/**
 * Uploads of large files: announced here with hash and size, sent to {@code PUT /blobs/<id>}, and then stored as a
 * {@link SourceFiles source file} like any other. The id is the right to upload, and expires.
 */
@ApplicationScoped
public class Blobs {

    private final DatabaseTransactions transactions;
    private final BlobRepository blobs;
    private final SourceFiles files;
    private final ContentQuota quota;
    private final SourcesConfig config;

    Blobs(
            DatabaseTransactions transactions,
            BlobRepository blobs,
            SourceFiles files,
            ContentQuota quota,
            SourcesConfig config) {
        this.transactions = transactions;
        this.blobs = blobs;
        this.files = files;
        this.quota = quota;
        this.config = config;
    }

    /**
     * Announces an upload.
     *
     * @param size the size in bytes
     * @return its id, {@code bl-…}
     * @throws TooLarge if it is larger than {@code webendpoints.sources.max-blob-size}
     * @throws dev.webendpoints.identity.QuotaExceeded if the workspace has reached its limit
     */
    public Uni<String> create(String workspaceId, String sha256, long size) {
        long largest = config.maxBlobSize().asLongValue();
        if (size > largest) {
            throw new TooLarge("an upload may have at most " + largest
                    + " bytes (webendpoints.sources.max-blob-size), and this one has " + size);
        }
        if (size < 0) {
            throw new InvalidRequest("an upload cannot have " + size + " bytes");
        }
        Blob blob = new Blob();
        blob.id = RandomId.withPrefix("bl");
        blob.workspaceId = workspaceId;
        blob.sha256 = Sha256.require(sha256);
        blob.size = size;
        blob.createdAt = Instant.now();
        return transactions
                .run(() -> blobs.delete("createdAt < ?1", oldest())
                        .chain(() -> blobs.persistAndFlush(blob))
                        .call(() -> quota.requireAnnounced(workspaceId, oldest())))
                .replaceWith(blob.id);
    }

    /**
     * Returns the hash of the uploaded content, which identifies the resulting source file.
     *
     * @throws NotFound if the workspace has no such blob, or its bytes have not arrived
     */
    public Uni<String> sha256Of(String workspaceId, String blobId) {
        return transactions
                .run(() -> blobs.find("id = ?1 and workspaceId = ?2 and uploadedAt is not null", blobId, workspaceId)
                        .firstResult())
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("no upload of the blob " + blobId + " was completed"))
                .map(blob -> blob.sha256);
    }

    /** @throws NotFound if it was not announced, or has expired */
    Uni<Blob> announced(String blobId) {
        return transactions
                .run(() -> blobs.find("id = ?1 and createdAt >= ?2", blobId, oldest())
                        .firstResult())
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("there is no such upload, or its time has passed"));
    }

    /** Completes an upload whose bytes have all arrived in this file, which is then deleted. */
    Uni<Void> complete(Blob blob, Path incoming) {
        return files.putFromFile(blob.workspaceId, blob.sha256, incoming)
                .chain(() ->
                        transactions.run(() -> blobs.update("uploadedAt = ?1 where id = ?2", Instant.now(), blob.id)))
                .replaceWithVoid();
    }

    private Instant oldest() {
        return Instant.now().minus(config.blobLifetime());
    }
}
