package dev.webendpoints.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.source.ContentQuota.Usage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * The uploaded files of workspaces, by the SHA-256 of their content. Storing the same content again has no effect, also
 * concurrently; a file is visible only in its own workspace.
 */
@ApplicationScoped
public class SourceFiles {

    /** The number of hashes per query. */
    private static final int QUERY_BATCH = 1000;

    private static final int SIZES_REMEMBERED = 100_000;

    private final DatabaseTransactions transactions;
    private final SourceFileRepository files;
    private final SourceChunkRepository chunks;
    private final ContentCache cache;
    private final ContentQuota quota;

    /** Sizes of stored files, which are immutable: starting workers need not query the database for them. */
    private final Cache<SourceFile.Key, Long> sizes =
            Caffeine.newBuilder().maximumSize(SIZES_REMEMBERED).build();

    SourceFiles(
            DatabaseTransactions transactions,
            SourceFileRepository files,
            SourceChunkRepository chunks,
            ContentCache cache,
            ContentQuota quota) {
        this.transactions = transactions;
        this.files = files;
        this.chunks = chunks;
        this.cache = cache;
        this.quota = quota;
    }

    /**
     * Returns the hashes that the workspace does not have, sorted.
     *
     * @throws InvalidRequest for a malformed hash
     */
    public Uni<List<String>> missing(String workspaceId, Collection<String> hashes) {
        Set<String> missing = new TreeSet<>(hashes);
        missing.forEach(Sha256::require);
        return transactions
                .run(() -> Multi.createFrom()
                        .iterable(QueryBatches.of(missing, QUERY_BATCH))
                        .onItem()
                        .transformToUniAndConcatenate(batch -> files.known(workspaceId, batch))
                        .collect()
                        .asList())
                .map(known -> {
                    known.forEach(missing::removeAll);
                    return List.copyOf(missing);
                });
    }

    public Uni<Boolean> exists(String workspaceId, String sha256) {
        return missing(workspaceId, List.of(sha256)).map(List::isEmpty);
    }

    /**
     * @throws InvalidRequest if the bytes have another hash
     * @throws dev.webendpoints.identity.QuotaExceeded if the workspace has reached its limit
     */
    public Uni<Void> put(String workspaceId, String sha256, byte[] bytes) {
        return onWorker(() -> {
                    Path incoming = cache.newIncoming();
                    return Files.write(incoming, bytes);
                })
                .chain(incoming -> putFromFile(workspaceId, sha256, incoming));
    }

    /**
     * Stores the content of a file in chunks and removes the file.
     *
     * @param incoming a file in the server's data directory; removed afterwards, also on failure
     * @throws InvalidRequest if the content has another hash
     */
    Uni<Void> putFromFile(String workspaceId, String sha256, Path incoming) {
        return onWorker(() -> adopted(sha256, incoming))
                .chain(path -> store(new SourceFile.Key(workspaceId, sha256), path))
                .onFailure()
                .call(() -> onWorker(() -> Files.deleteIfExists(incoming)));
    }

    /**
     * Returns a readable copy of the content on disk, fetched from the database if the cache does not have it. Callers
     * must not write to it.
     *
     * @throws NotFound if the workspace has no such file
     */
    public Uni<Path> path(String workspaceId, String sha256) {
        SourceFile.Key key = new SourceFile.Key(workspaceId, Sha256.require(sha256));
        return transactions.run(() -> files.findById(key)
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("there is no file with the hash " + sha256))
                .chain(file -> DatabaseTransactions.blocking(() -> cache.find(sha256, file.size))
                        .chain(found -> found.map(Uni.createFrom()::item).orElseGet(() -> fetch(file)))));
    }

    /**
     * Returns readable copies of many files, by hash.
     *
     * @throws NotFound if the workspace lacks one of them
     */
    Uni<Map<String, Path>> paths(String workspaceId, Collection<String> hashes) {
        Set<String> wanted = new TreeSet<>(hashes);
        return sizes(workspaceId, wanted)
                .chain(found -> onWorker(() -> cached(found)))
                .chain(cached -> {
                    wanted.removeAll(cached.keySet());
                    return Multi.createFrom()
                            .iterable(wanted)
                            .onItem()
                            .transformToUniAndConcatenate(
                                    sha256 -> path(workspaceId, sha256).invoke(path -> cached.put(sha256, path)))
                            .onItem()
                            .ignoreAsUni()
                            .replaceWith(cached);
                });
    }

    /** Returns the sizes of the files that the workspace has. */
    private Uni<Map<String, Long>> sizes(String workspaceId, Set<String> hashes) {
        Map<String, Long> found = new HashMap<>();
        Set<String> unknown = new TreeSet<>();
        for (String sha256 : hashes) {
            Long size = sizes.getIfPresent(new SourceFile.Key(workspaceId, sha256));
            if (size == null) {
                unknown.add(sha256);
            } else {
                found.put(sha256, size);
            }
        }
        return unknown.isEmpty() ? Uni.createFrom().item(found) : readSizes(workspaceId, unknown, found);
    }

    private Uni<Map<String, Long>> readSizes(String workspaceId, Set<String> hashes, Map<String, Long> found) {
        return transactions
                .run(() -> Multi.createFrom()
                        .iterable(QueryBatches.of(hashes, QUERY_BATCH))
                        .onItem()
                        .transformToUniAndConcatenate(batch -> files.all(workspaceId, batch))
                        .onItem()
                        .invoke(batch -> batch.forEach(file -> {
                            sizes.put(file.key, file.size);
                            found.put(file.key.sha256(), file.size);
                        }))
                        .onItem()
                        .ignoreAsUni())
                .replaceWith(found);
    }

    private Map<String, Path> cached(Map<String, Long> sizes) throws IOException {
        Map<String, Path> cached = new HashMap<>();
        for (var file : sizes.entrySet()) {
            cache.find(file.getKey(), file.getValue()).ifPresent(path -> cached.put(file.getKey(), path));
        }
        return cached;
    }

    private Path adopted(String sha256, Path incoming) throws IOException {
        String actual = Sha256.of(incoming);
        if (!actual.equals(Sha256.require(sha256))) {
            throw new InvalidRequest("the content has the hash " + actual + ", not " + sha256);
        }
        return cache.adopt(incoming, sha256);
    }

    private Uni<Void> store(SourceFile.Key key, Path path) {
        return transactions.run(() -> DatabaseTransactions.blocking(() -> Files.size(path))
                .chain(size -> files.insert(key, size)
                        .chain(isNew -> isNew
                                ? storeNew(key, path, size)
                                : Uni.createFrom().voidItem())));
    }

    private Uni<Void> storeNew(SourceFile.Key key, Path path, long size) {
        Usage usage = Usage.ofFile(size);
        return quota.requireRoomFor(key.workspaceId(), usage)
                .chain(() -> storeChunks(key, path, size))
                .chain(() -> quota.add(key.workspaceId(), usage));
    }

    private Uni<Void> storeChunks(SourceFile.Key key, Path path, long size) {
        return eachChunk(
                size,
                seq -> DatabaseTransactions.blocking(() -> chunkOf(path, seq))
                        .chain(data -> chunks.write(key, seq, data)));
    }

    private Uni<Path> fetch(SourceFile file) {
        return DatabaseTransactions.blocking(() -> new VerifiedWrite(cache.newIncoming()))
                .chain(write -> eachChunk(
                                file.size,
                                seq -> chunks.read(file.key, seq)
                                        .chain(data -> DatabaseTransactions.blocking(() -> write.append(data))))
                        .chain(() -> DatabaseTransactions.blocking(
                                () -> cache.adopt(write.verified(file.key.sha256()), file.key.sha256())))
                        .onTermination()
                        .invoke(write::close));
    }

    private static Uni<Void> eachChunk(long size, IntFunction<Uni<Void>> step) {
        return Multi.createFrom()
                .range(0, SourceChunk.countFor(size))
                .onItem()
                .transformToUniAndConcatenate(seq -> step.apply(seq))
                .onItem()
                .ignoreAsUni();
    }

    private static byte[] chunkOf(Path path, int seq) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes((long) seq * SourceChunk.SIZE);
            return in.readNBytes(SourceChunk.SIZE);
        }
    }

    static <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .<T>emitter(emitter -> {
                    try {
                        emitter.complete(work.call());
                    } catch (Exception e) {
                        emitter.fail(e);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
