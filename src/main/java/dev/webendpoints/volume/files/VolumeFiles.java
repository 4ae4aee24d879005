package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.webendpoints.crypto.SecretCipher;
import dev.webendpoints.failure.InvalidRequest;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Lists, reads, writes, copies and removes files of volumes, on threads of its own. Callers have checked the volume. */
@ApplicationScoped
public class VolumeFiles {

    /** Concurrent operations on files; others wait. */
    private static final int THREADS = 8;

    private static final int ENTRIES_PER_MESSAGE = 500;

    private final VolumeStore store;
    private final VolumeLimits limits;
    private final TransferTokens tokens;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread daemon = new Thread(task, "volume-files");
        daemon.setDaemon(true);
        return daemon;
    });

    VolumeFiles(
            @ConfigProperty(name = "webendpoints.data-dir") Path dataDir,
            @ConfigProperty(name = "webendpoints.workers.max-volume-size") MemorySize maxSize,
            @ConfigProperty(name = "webendpoints.workers.max-files") long maxFiles,
            @ConfigProperty(name = "webendpoints.workers.min-free-disk") MemorySize minFree,
            FileOwner owner,
            SecretCipher cipher) {
        this.store = VolumeStore.in(dataDir.toAbsolutePath().normalize().resolve("volumes"), owner);
        this.limits = new VolumeLimits(store, maxSize.asLongValue(), maxFiles, minFree.asLongValue());
        this.tokens = new TransferTokens(cipher, Clock.systemUTC());
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** A file whose content is on this machine's disk. @param mode permission bits; 0 for the default */
    public record LocalFile(VolumePath path, Path content, int mode) {}

    /**
     * Returns the entries of a directory, or the one of a file, in pieces.
     *
     * @param maxEntries 0 for no limit
     * @throws dev.webendpoints.failure.NotFound if the path does not exist
     */
    public Multi<List<FileEntry>> list(String volumeId, VolumePath path, boolean recursive, long maxEntries) {
        long most = maxEntries == 0 ? Long.MAX_VALUE : maxEntries;
        return run(() -> new FileListing(store, volumeId, path, recursive, most))
                .onItem()
                .transformToMulti(listing -> Multi.createBy()
                        .repeating()
                        .uni(() -> run(() -> listing.next(ENTRIES_PER_MESSAGE)))
                        .until(List::isEmpty)
                        .onTermination()
                        .invoke(() -> threads.execute(() -> close(listing))));
    }

    private static void close(FileListing listing) {
        try {
            listing.close();
        } catch (IOException e) {
            // A directory that cannot be closed is closed.
        }
    }

    /**
     * Copies files into the volume.
     *
     * @param overwrite whether a file may exist
     * @throws dev.webendpoints.failure.AlreadyExists if one exists that may not
     */
    public Uni<Void> put(String volumeId, List<LocalFile> files, boolean overwrite) {
        return run(() -> {
            for (LocalFile file : files) {
                VolumePaths.requireNamed(file.path());
                if (!overwrite) {
                    UploadBatch.requireAbsent(store, volumeId, file.path());
                }
            }
            for (LocalFile file : files) {
                putOne(volumeId, file);
            }
            return null;
        });
    }

    private void putOne(String volumeId, LocalFile file) throws IOException {
        limits.add(volumeId, Files.size(file.content()), 1);
        Path copy = store.staging().newName("copy");
        try {
            Files.copy(file.content(), copy, StandardCopyOption.REPLACE_EXISTING);
            store.place(volumeId, file.path(), copy, file.mode());
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Returns the blocks that have not arrived: {@link UploadBatch#put}. */
    public Uni<List<MissingBlock>> put(
            String volumeId, List<UploadedFile> files, Collection<String> receipts, boolean overwrite) {
        return run(() -> new UploadBatch(store, limits, tokens, volumeId, files).put(receipts, overwrite));
    }

    /** @param length 0 for everything from {@code start} on */
    public Uni<FileDownload> get(String volumeId, VolumePath path, long start, long length) {
        return run(() -> FileDownload.of(store, tokens, volumeId, path, start, length));
    }

    /** @throws dev.webendpoints.failure.NotFound if the path does not exist */
    public Uni<Void> remove(String volumeId, VolumePath path, boolean recursive) {
        return run(() -> {
            VolumePaths.requireNamed(path);
            try (VolumeDirectory parent = store.open(volumeId, path.parent(), false)) {
                BasicFileAttributes attributes = parent.existing(path.name());
                if (attributes.isDirectory() && !recursive) {
                    throw new InvalidRequest("'" + path + "' is a directory; remove it recursively");
                }
                parent.remove(path.name());
            }
            return null;
        });
    }

    /** Copies files within the volume as cp(1) does: {@link FileCopy#copy}. */
    public Uni<Void> copy(String volumeId, List<VolumePath> sources, VolumePath target, boolean recursive) {
        return run(() -> {
            new FileCopy(store, limits, volumeId).copy(sources, target, recursive);
            return null;
        });
    }

    /** Removes all files of a volume that is being deleted. */
    public Uni<Void> delete(String volumeId) {
        return run(() -> {
            store.delete(volumeId);
            return null;
        });
    }

    VolumeStore store() {
        return store;
    }

    VolumeLimits limits() {
        return limits;
    }

    TransferTokens tokens() {
        return tokens;
    }

    <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom()
                .<T>emitter(emitter -> {
                    try {
                        emitter.complete(work.call());
                    } catch (Exception e) {
                        emitter.fail(FileFailures.of(e));
                    }
                })
                .runSubscriptionOn(threads);
    }
}
