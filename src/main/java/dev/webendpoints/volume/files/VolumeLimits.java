package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.failure.Unavailable;
import dev.webendpoints.host.FileTrees;
import dev.webendpoints.identity.QuotaExceeded;

/**
 * The limits of what clients may add to a volume: those that end a worker which exceeds them. A volume is measured at
 * most once a minute; in between, what clients add is counted. Methods block.
 */
final class VolumeLimits {

    private static final Duration MEASURED_FOR = Duration.ofMinutes(1);
    private static final int VOLUMES_REMEMBERED = 10_000;
    private static final int PIECE = 1000;

    private record Usage(AtomicLong bytes, AtomicLong files) {}

    private final VolumeStore store;
    private final long maxSize;
    private final long maxFiles;
    private final long minFree;
    private final Cache<String, Usage> usages = Caffeine.newBuilder()
            .expireAfterWrite(MEASURED_FOR)
            .maximumSize(VOLUMES_REMEMBERED)
            .build();

    /** @param minFree bytes of the disk that stay free */
    VolumeLimits(VolumeStore store, long maxSize, long maxFiles, long minFree) {
        this.store = store;
        this.maxSize = maxSize;
        this.maxFiles = maxFiles;
        this.minFree = minFree;
    }

    /**
     * Counts files that are about to be added.
     *
     * @throws QuotaExceeded if the volume would be too large
     * @throws Unavailable if the disk would be too full
     */
    void add(String volumeId, long bytes, long files) throws IOException {
        requireFree(bytes);
        Usage usage = usages.getIfPresent(volumeId);
        if (usage == null) {
            usage = measured(volumeId);
            usages.put(volumeId, usage);
        }
        QuotaExceeded.require(
                usage.bytes().get() + bytes, maxSize, "bytes in one volume", "webendpoints.workers.max-volume-size");
        QuotaExceeded.require(
                usage.files().get() + files,
                maxFiles,
                "files and directories in one volume",
                "webendpoints.workers.max-files");
        usage.bytes().addAndGet(bytes);
        usage.files().addAndGet(files);
    }

    /** @throws Unavailable if these bytes would leave too little free space on the disk */
    void requireFree(long bytes) throws IOException {
        Files.createDirectories(store.staging().directory().getParent());
        if (Files.getFileStore(store.volumes()).getUsableSpace() - bytes < minFree) {
            throw new Unavailable("The server's disk is full; nothing was stored.");
        }
    }

    private Usage measured(String volumeId) throws IOException {
        Usage usage = new Usage(new AtomicLong(), new AtomicLong());
        try (FileListing all = new FileListing(store, volumeId, new VolumePath(List.of()), true, maxFiles + 1)) {
            for (List<FileEntry> piece = all.next(PIECE); !piece.isEmpty(); piece = all.next(PIECE)) {
                piece.forEach(entry -> usage.bytes().addAndGet(entry.size()));
                usage.files().addAndGet(piece.size());
            }
        }
        for (Path upload : store.uploads(volumeId)) {
            for (Path part : FileTrees.childrenOf(upload)) {
                usage.bytes().addAndGet(Files.size(part));
            }
        }
        return usage;
    }
}
