package dev.webendpoints.image;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.image.disk.KeptOnDisk;
import dev.webendpoints.source.DatabaseTransactions;
import io.smallrye.mutiny.Uni;

/** Deletes the records of images that are no longer referenced, and limits the disk space of images. */
@ApplicationScoped
public class ImageCollector {

    private final DatabaseTransactions transactions;
    private final ImageRepository images;
    private final DiskCollector disk;
    private final ServedImages served;
    private final ImagesConfig config;

    ImageCollector(
            DatabaseTransactions transactions,
            ImageRepository images,
            DiskCollector disk,
            ServedImages served,
            ImagesConfig config) {
        this.transactions = transactions;
        this.images = images;
        this.disk = disk;
        this.served = served;
        this.config = config;
    }

    /**
     * Deletes the records of images that were not used during {@code webendpoints.images.keep}.
     *
     * @param inUse referenced images, which are kept with the images that they build upon
     * @return the mounts that the remaining images refer to
     */
    public Uni<Set<String>> forgetUnused(Set<String> inUse, Instant now) {
        return transactions
                .run(() -> images.noteUse(inUse))
                .chain(() -> transactions.run(() -> images.deleteUnused(now.minus(config.keep()))))
                .chain(() -> transactions.run(images::contextMounts))
                .map(HashSet::new);
    }

    /** Removes from the disk what is not needed and is old or exceeds the limit. */
    public Uni<KeptOnDisk> collectDisk(Instant now) {
        return served.served()
                .chain(needs -> transactions
                        .run(() -> images.contentHashes(needs.imageIds()))
                        .map(hashes -> new DiskCollector.Needed(
                                new HashSet<>(hashes), needs.clientVersions(), served.directoriesInUse())))
                .chain(needed -> BuildScheduler.onWorker(() -> disk.collect(needed, now)));
    }
}
