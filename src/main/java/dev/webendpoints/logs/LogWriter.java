package dev.webendpoints.logs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * The single thread that writes lines to disk and deletes old ones. A failure is logged once and retried every few
 * seconds; it blocks no other thread: lines that cannot be written are counted and dropped.
 */
final class LogWriter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LogWriter.class);

    private static final Duration NEXT_TRY = Duration.ofSeconds(5);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    /** Maximum time to write the remaining lines at shutdown. */
    private static final Duration LAST_LINES = Duration.ofSeconds(5);

    private final LogFiles files;
    private final LogLimits limits;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;

    /** Null while writes succeed. Confined to the writer thread. */
    private Instant nextTry;

    LogWriter(LogFiles files, LogLimits limits, InstantSource clock) {
        this.files = files;
        this.limits = limits;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "log-writer");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** @param onSwept called on the writer thread after old lines were deleted */
    void start(Runnable onSwept) {
        thread.scheduleWithFixedDelay(
                () -> {
                    sweep();
                    onSwept.run();
                },
                0,
                SWEEP_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    void belongsTo(String appId, String workspaceId) {
        files.belongsTo(appId, workspaceId);
    }

    /** Schedules a write of the app's lines. */
    void write(AppLog app) {
        try {
            thread.execute(() -> drain(app));
        } catch (RejectedExecutionException serverEnds) {
            LOG.debugf("Line dropped after the log writer was closed: app=%s", app.appId());
        }
    }

    /** Writes one batch and reschedules, so that apps alternate; after shutdown, writes all batches. */
    private void drain(AppLog app) {
        while (writeSome(app)) {
            if (!thread.isShutdown()) {
                write(app);
                return;
            }
        }
    }

    private boolean writeSome(AppLog app) {
        List<LogLine> lines = app.unwritten();
        if (lines.isEmpty()) {
            return false;
        }
        return isWritten(app.appId(), lines) ? app.onWritten(lines) : app.onUnwritable(lines);
    }

    private boolean isWritten(String appId, List<LogLine> lines) {
        Instant now = clock.instant();
        if (nextTry != null && now.isBefore(nextTry)) {
            return false;
        }
        try {
            files.append(appId, lines, now);
            onWorks();
            return true;
        } catch (IOException | RuntimeException e) {
            onFails(e, now);
            return false;
        }
    }

    private void onWorks() {
        if (nextTry != null) {
            nextTry = null;
            LOG.info("Worker output is stored again");
        }
    }

    private void onFails(Exception failure, Instant now) {
        if (nextTry == null) {
            LOG.errorf("Worker output not writable, dropping it until writes succeed: cause=%s", failure.toString());
        }
        nextTry = now.plus(NEXT_TRY);
    }

    private void sweep() {
        try {
            files.deleteBefore(clock.instant().minus(limits.keep()));
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Deletion of old log segments failed: cause=%s", e.toString());
        }
    }

    /** Writes the remaining lines, for at most {@link #LAST_LINES}. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_LINES.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Last lines of workers not all written, disk is too slow");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
