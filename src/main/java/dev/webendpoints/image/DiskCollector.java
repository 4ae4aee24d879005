package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.image.disk.InstallerCaches;
import dev.webendpoints.image.disk.KeptDirectory;
import dev.webendpoints.image.disk.KeptOnDisk;

/**
 * Removes from the disk what no served function needs: layers and client packages that were not used for a while, the
 * least recently used ones if the total exceeds its limit, and installer caches. All of it can be created again.
 * Blocks.
 */
@ApplicationScoped
class DiskCollector {

    private static final Logger LOG = Logger.getLogger(DiskCollector.class);

    /** Added to the build time limit: a starting worker or build may just have looked up what it needs. */
    private static final Duration STARTING = Duration.ofMinutes(10);

    private static final int SHARE_OF_DISK = 4;

    private final LayerStore environments;
    private final WorkerPackages packages;
    private final InstallerCaches caches;
    private final ImagesConfig config;
    private final ReentrantLock one = new ReentrantLock();

    DiskCollector(LayerStore environments, WorkerPackages packages, InstallerCaches caches, ImagesConfig config) {
        this.environments = environments;
        this.packages = packages;
        this.caches = caches;
        this.config = config;
    }

    /**
     * @param layers content hashes of what is served
     * @param clientVersions versions of the {@code modal} package
     * @param directories directories that running processes see
     */
    record Needed(Set<String> layers, Set<String> clientVersions, Set<Path> directories) {

        boolean sees(Path directory) {
            return directories.stream().anyMatch(seen -> seen.startsWith(directory));
        }
    }

    /** Collections run one after another. @return what remains */
    KeptOnDisk collect(Needed needed, Instant now) {
        one.lock();
        try {
            List<KeptDirectory> all = new ArrayList<>(environments.kept(needed));
            all.addAll(packages.kept(needed));
            all.addAll(keptCaches());
            long removed = removeOld(all, now) + removeExcess(all, now);
            environments.discardLogsBefore(now.minus(config.keep()));
            if (removed > 0) {
                LOG.infof("Unused images, packages and caches removed: bytes=%d", removed);
            }
            return KeptOnDisk.of(all);
        } finally {
            one.unlock();
        }
    }

    private List<KeptDirectory> keptCaches() {
        List<KeptDirectory> kept = new ArrayList<>();
        for (Path cache : caches.all()) {
            KeptDirectory.of(KeptDirectory.Kind.CACHE, cache, cache, false).ifPresent(kept::add);
        }
        return kept;
    }

    private long removeOld(List<KeptDirectory> all, Instant now) {
        Instant tooOld = now.minus(config.keep());
        long largest = config.maxCacheSize().asLongValue();
        return remove(
                all,
                all.stream()
                        .filter(kept -> !kept.needed())
                        .filter(kept -> kept.lastUse().isBefore(tooOld)
                                || kept.kind() == KeptDirectory.Kind.CACHE && kept.bytes() > largest)
                        .toList(),
                now,
                Long.MAX_VALUE);
    }

    private long removeExcess(List<KeptDirectory> all, Instant now) {
        long total = all.stream().mapToLong(KeptDirectory::bytes).sum();
        long excess = total - budget(total);
        return remove(
                all,
                all.stream()
                        .filter(kept -> !kept.needed())
                        .sorted(Comparator.comparing(KeptDirectory::lastUse))
                        .toList(),
                now,
                excess);
    }

    /** Returns the operator's limit, or less if the disk is so full that builds would soon be rejected. */
    private long budget(long total) {
        try {
            Path root = environments.root();
            Files.createDirectories(root);
            long disk = Files.getFileStore(root).getTotalSpace();
            long free = Files.getFileStore(root).getUsableSpace();
            long most = config.maxSize().map(size -> size.asLongValue()).orElse(disk / SHARE_OF_DISK);
            long missing = Math.max(0, 2 * config.minFreeDisk().asLongValue() - free);
            return Math.min(most, total - missing);
        } catch (IOException e) {
            LOG.warn("Free disk space of the data directory not readable", e);
            return Long.MAX_VALUE;
        }
    }

    /** @return the number of bytes removed, at least {@code wanted} if there were as many */
    private long remove(List<KeptDirectory> all, List<KeptDirectory> candidates, Instant now, long wanted) {
        Instant unusedSince = now.minus(config.buildTimeout()).minus(STARTING);
        long removed = 0;
        for (KeptDirectory kept : candidates) {
            if (removed >= wanted) {
                break;
            }
            if (remove(kept, unusedSince)) {
                all.remove(kept);
                removed += kept.bytes();
            }
        }
        return removed;
    }

    private boolean remove(KeptDirectory kept, Instant unusedSince) {
        return switch (kept.kind()) {
            case CACHE -> {
                caches.remove(kept.directory());
                yield true;
            }
            case LAYER -> kept.lastUse().isBefore(unusedSince) && environments.remove(kept, unusedSince);
            case PACKAGES -> kept.lastUse().isBefore(unusedSince) && packages.remove(kept, unusedSince);
        };
    }
}
