package dev.webendpoints.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

/**
 * The output of all workers, stored in files and followed live. Appending never waits for the disk; reading does, and
 * must not run on an event loop. Does not check access to an app's lines.
 */
public final class WorkerLogs implements AutoCloseable {

    /** Maximum length of a line, in characters. A longer line is cut and marked at its end. */
    public static final int LONGEST_LINE = 8 * 1024;

    private static final Logger LOG = Logger.getLogger(WorkerLogs.class);

    private static final String CUT = " … [cut]";

    /** Ids that are safe as folder names; this server's ids match. */
    private static final Pattern APP_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final LogIds ids;
    private final LogWriter writer;
    private final LogReader reader;
    private final AtomicLong unwritten = new AtomicLong();
    private final Map<String, AppLog> apps = new ConcurrentHashMap<>();

    private WorkerLogs(LogIds ids, LogWriter writer, LogReader reader) {
        this.ids = ids;
        this.writer = writer;
        this.reader = reader;
    }

    /** Reads the existing files and starts the writer. Never fails: without a disk, lines are only followed live. */
    public static WorkerLogs open(Path folder, LogLimits limits, InstantSource clock) {
        LogFiles files = new LogFiles(folder, limits);
        LogWriter writer = new LogWriter(files, limits, clock);
        WorkerLogs logs = new WorkerLogs(new LogIds(clock, lastId(files)), writer, new LogReader(folder));
        writer.start(logs::forgetIdle);
        return logs;
    }

    private static long lastId(LogFiles files) {
        try {
            return files.find();
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("Existing worker output not readable: cause=%s", e.toString());
            return 0;
        }
    }

    // Printing ---------------------------------------------------------------------------------------------------

    /** Assigns the app's lines to a workspace's share of the disk; stored with them. Called before the app prints. */
    public void belongsTo(String appId, String workspaceId) {
        writer.belongsTo(checked(appId), workspaceId);
    }

    /** Opens the log of a worker. The caller closes it when the worker has ended. */
    public WorkerLog begin(LogSource worker) {
        with(worker.appId(), AppLog::onWorkerBegins);
        return new WorkerLog(this, worker);
    }

    /** @param text one or more lines */
    public void append(LogSource source, LogStream stream, String text) {
        with(source.appId(), app -> {
            for (String line : text.split("\n", -1)) {
                append(app, source, stream, line);
            }
        });
    }

    private void append(AppLog app, LogSource source, LogStream stream, String line) {
        if (app.append(source, stream, bounded(line))) {
            writer.write(app);
        }
    }

    void onWorkerEnds(LogSource worker) {
        with(worker.appId(), AppLog::onWorkerEnds);
    }

    static String bounded(String text) {
        return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE - CUT.length()) + CUT;
    }

    // Reading ----------------------------------------------------------------------------------------------------

    /** Returns the newest selected lines. Blocks. */
    public LogPage newest(String appId, LogFilter filter, int atMost) {
        return reader.newest(recent(appId), appId, filter, atMost);
    }

    /** Returns the oldest selected lines after an id. Blocks, unless all of them are in memory. */
    public LogPage after(String appId, LogFilter filter, long id, int atMost) {
        return reader.after(recent(appId), appId, filter, id, atMost);
    }

    /** Passes every selected line to {@code onLine}, oldest first. Blocks. */
    public void each(String appId, LogFilter filter, Consumer<LogLine> onLine) {
        reader.each(recent(appId), appId, filter, onLine);
    }

    private AppLog.Recent recent(String appId) {
        long last = ids.last();
        AppLog app = apps.get(checked(appId));
        return app != null ? app.recent() : new AppLog.Recent(List.of(), last, last);
    }

    // Following --------------------------------------------------------------------------------------------------

    /**
     * Notifies of new lines and of the end of workers, until closed.
     *
     * @param wake must not block: it is called on the thread that appends
     */
    public Following follow(String appId, Runnable wake) {
        with(appId, app -> app.addFollower(wake));
        return () -> with(appId, app -> app.removeFollower(wake));
    }

    /** A subscription made by {@link #follow}. */
    public interface Following extends AutoCloseable {

        @Override
        void close();
    }

    /** Returns whether the app has no worker that could still print. */
    public boolean isQuiet(String appId) {
        AppLog app = apps.get(appId);
        return app == null || app.isQuiet();
    }

    // ------------------------------------------------------------------------------------------------------------

    /** Uses the app's lines in memory atomically with respect to {@link #forgetIdle}. */
    private void with(String appId, Consumer<AppLog> use) {
        apps.compute(checked(appId), (id, known) -> {
            AppLog app = known != null ? known : new AppLog(id, ids, unwritten);
            use.accept(app);
            return app;
        });
    }

    /** Removes the logs of idle apps from memory; their lines are on disk. */
    private void forgetIdle() {
        apps.keySet().forEach(appId -> apps.computeIfPresent(appId, (id, app) -> app.isIdle() ? null : app));
    }

    private static String checked(String appId) {
        if (!APP_ID.matcher(appId).matches()) {
            throw new IllegalArgumentException("no id of an app: " + appId);
        }
        return appId;
    }

    /** Writes the remaining lines. */
    @Override
    public void close() {
        writer.close();
    }
}
