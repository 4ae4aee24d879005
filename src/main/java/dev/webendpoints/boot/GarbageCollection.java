package dev.webendpoints.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToLongFunction;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.collection.AppCollector;
import dev.webendpoints.app.collection.VersionCollector;
import dev.webendpoints.app.container.ContainerHistory;
import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.database.RecurringQuery;
import dev.webendpoints.identity.EnvironmentDeletion;
import dev.webendpoints.image.ImageCollector;
import dev.webendpoints.image.disk.KeptOnDisk;
import dev.webendpoints.source.ContentCollector;
import dev.webendpoints.state.StateCollector;
import dev.webendpoints.volume.Volumes;
import dev.webendpoints.volume.files.VolumeFiles;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * Deletes unreferenced data every hour, referrers first: old definitions, ended apps, images, mounts, files, and image
 * data on disk. Gauges report the remaining data.
 */
@ApplicationScoped
class GarbageCollection {

    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration FIRST = Duration.ofMinutes(2);
    private static final long NO_TIMER = -1;

    private final EnvironmentDeletion environments;
    private final AppCollector apps;
    private final VersionCollector versions;
    private final ContainerHistory containers;
    private final ImageCollector images;
    private final ContentCollector content;
    private final Volumes volumes;
    private final VolumeFiles volumeFiles;
    private final StateCollector state;
    private final ReactiveCalls calls;
    private final Vertx vertx;
    private final RecurringQuery collecting;
    private volatile Kept kept = new Kept(new ContentCollector.Kept(0, 0, 0), KeptOnDisk.NOTHING);
    private long first = NO_TIMER;

    GarbageCollection(
            EnvironmentDeletion environments,
            AppCollector apps,
            VersionCollector versions,
            ContainerHistory containers,
            ImageCollector images,
            ContentCollector content,
            Volumes volumes,
            VolumeFiles volumeFiles,
            StateCollector state,
            ReactiveCalls calls,
            DatabaseWatch database,
            MeterRegistry registry,
            Vertx vertx) {
        this.environments = environments;
        this.apps = apps;
        this.versions = versions;
        this.containers = containers;
        this.images = images;
        this.content = content;
        this.volumes = volumes;
        this.volumeFiles = volumeFiles;
        this.state = state;
        this.calls = calls;
        this.vertx = vertx;
        this.collecting = new RecurringQuery(
                "Garbage collection", vertx, database, INTERVAL, () -> calls.start(() -> collect(Instant.now())));
        register(
                registry,
                "layers",
                all -> all.disk().layers().count(),
                all -> all.disk().layers().bytes());
        register(
                registry,
                "packages",
                all -> all.disk().packages().count(),
                all -> all.disk().packages().bytes());
        register(
                registry,
                "caches",
                all -> all.disk().caches().count(),
                all -> all.disk().caches().bytes());
        register(
                registry,
                "files",
                all -> all.content().files(),
                all -> all.content().bytes());
    }

    /** The data that remains after a collection. */
    record Kept(ContentCollector.Kept content, KeptOnDisk disk) {}

    void start() {
        first = vertx.setTimer(FIRST.toMillis(), timer -> collecting.make());
        collecting.start();
    }

    void stop() {
        vertx.cancelTimer(first);
        collecting.stop();
    }

    /** Determines all references to an item before it deletes the item. */
    Uni<Kept> collect(Instant now) {
        return environments
                .collect()
                .chain(() -> volumes.deleteAbandoned(now))
                .chain(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(volumeFiles::delete)
                        .onItem()
                        .ignoreAsUni())
                .chain(state::collect)
                .chain(containers::collect)
                .chain(() -> versions.collect(now))
                .chain(() -> apps.collect(now))
                .chain(versions::references)
                .chain(references -> images.forgetUnused(references.imageIds(), now)
                        .chain(contexts -> content.collect(union(references.mountIds(), contexts), now)))
                .chain(left -> images.collectDisk(now).map(disk -> new Kept(left, disk)))
                .invoke(left -> kept = left);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private void register(MeterRegistry registry, String kind, ToLongFunction<Kept> count, ToLongFunction<Kept> bytes) {
        Gauge.builder("webendpoints.kept", () -> count.applyAsLong(kept))
                .tag("kind", kind)
                .description("Things that this server keeps, after the last collection")
                .register(registry);
        Gauge.builder("webendpoints.kept.bytes", () -> bytes.applyAsLong(kept))
                .tag("kind", kind)
                .description("Bytes of these")
                .register(registry);
    }
}
