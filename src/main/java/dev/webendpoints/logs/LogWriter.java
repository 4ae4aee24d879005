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
 * The one thread that writes lines to the disk, and deletes old ones. A disk that takes nothing is said once, tried again
 * every few seconds, and stops nobody: what cannot be written is counted and forgotten.
 */
final class LogWriter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LogWriter.class);

    private static final Duration NEXT_TRY = Duration.ofSeconds(5);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    /** For what is left at the end of the server. */
    private static final Duration LAST_LINES = Duration.ofSeconds(5);

    private final LogFiles files;
    private final LogLimits limits;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;

    /** Of the thread: null while the disk takes lines. */
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

    /** @param onSwept told after old lines were deleted, on the writer's thread */
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

    /** Sees to it that the app's lines are written soon. */
    void write(AppLog app) {
        try {
            thread.execute(() -> drain(app));
        } catch (RejectedExecutionException serverEnds) {
            LOG.debugf("a line comes after the end of the logs: app=%s", app.appId());
        }
    }

    /** Each app in its turn; at the end of the server there is no next one. */
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
            LOG.info("what workers print is kept again");
        }
    }

    private void onFails(Exception failure, Instant now) {
        if (nextTry == null) {
            LOG.errorf(
                    "what workers print cannot be written and is not kept, until it can: cause=%s", failure.toString());
        }
        nextTry = now.plus(NEXT_TRY);
    }

    private void sweep() {
        try {
            files.deleteBefore(clock.instant().minus(limits.keep()));
        } catch (IOException | RuntimeException e) {
            LOG.warnf("old lines of apps could not be deleted: cause=%s", e.toString());
        }
    }

    /** Writes what there is, for {@link #LAST_LINES} at most. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_LINES.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the last lines of workers are not all written: the disk is too slow");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
