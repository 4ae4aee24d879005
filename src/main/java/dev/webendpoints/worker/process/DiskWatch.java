package dev.webendpoints.worker.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

/**
 * Measures the disk usage of workers periodically: every ten seconds, less often if counting takes long, and every
 * second while free space is low.
 */
final class DiskWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DiskWatch.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** Counting takes at most one part in {@value} of the time. */
    private static final int SHARE = 20;

    private final WorkerDisk disk;
    private final Supplier<Collection<ProcessWorker>> workers;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "worker-disk");
        named.setDaemon(true);
        return named;
    });
    private long nextLook = System.nanoTime();

    private DiskWatch(WorkerDisk disk, Supplier<Collection<ProcessWorker>> workers) {
        this.disk = disk;
        this.workers = workers;
    }

    static DiskWatch start(WorkerDisk disk, Supplier<Collection<ProcessWorker>> workers) {
        DiskWatch watch = new DiskWatch(disk, workers);
        watch.thread.scheduleWithFixedDelay(watch::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void tick() {
        long begun = System.nanoTime();
        List<ProcessWorker> running = List.copyOf(workers.get());
        try {
            if (!running.isEmpty() && (disk.isLow() || begun - nextLook >= 0)) {
                disk.look(running);
                long took = System.nanoTime() - begun;
                nextLook = begun + Math.max(PERIOD.toNanos(), took * SHARE);
            }
        } catch (IOException | RuntimeException e) {
            nextLook = begun + PERIOD.toNanos();
            LOG.warn("Disk usage of workers cannot be measured", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
