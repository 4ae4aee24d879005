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
 * What workers print: in files, and live. Printing never waits for the disk; reading does, and belongs on no event loop.
 * Who may read an app's lines is not asked here.
 */
public final class WorkerLogs implements AutoCloseable {

    /** Past it a line is cut, and says so at its end. In characters. */
    public static final int LONGEST_LINE = 8 * 1024;

    private static final Logger LOG = Logger.getLogger(WorkerLogs.class);

    private static final String CUT = " … [cut]";

    /** What names a folder; ids of this server are like that. */
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

    /** Finds what is there, and begins to write. Never fails: without a disk lines are shown live, and not kept. */
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
            LOG.warnf("what workers printed before cannot be read: cause=%s", e.toString());
            return 0;
        }
    }

    // Printing ---------------------------------------------------------------------------------------------------

    /** Whose share of the disk the app's lines count for; remembered with them. To be called before the app prints. */
    public void belongsTo(String appId, String workspaceId) {
        writer.belongsTo(checked(appId), workspaceId);
    }

    /** To be closed when the worker has ended. */
    public WorkerLog begin(LogSource worker) {
        with(worker.appId(), AppLog::onWorkerBegins);
        return new WorkerLog(this, worker);
    }

    /** @param text one line, or several */
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

    /** The youngest of the wanted lines. Blocks. */
    public LogPage newest(String appId, LogFilter filter, int atMost) {
        return reader.newest(recent(appId), appId, filter, atMost);
    }

    /** The oldest of the wanted lines after an id. Blocks, unless all of them are in memory. */
    public LogPage after(String appId, LogFilter filter, long id, int atMost) {
        return reader.after(recent(appId), appId, filter, id, atMost);
    }

    /** Every wanted line, oldest first. Blocks. */
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
     * Tells of new lines, and of workers that end, until it is closed.
     *
     * @param wake must not wait: it is called by whoever prints
     */
    public Following follow(String appId, Runnable wake) {
        with(appId, app -> app.addFollower(wake));
        return () -> with(appId, app -> app.removeFollower(wake));
    }

    /** Ends what {@link #follow} has begun. */
    public interface Following extends AutoCloseable {

        @Override
        void close();
    }

    /** Whether the app has no worker that could still print. */
    public boolean isQuiet(String appId) {
        AppLog app = apps.get(appId);
        return app == null || app.isQuiet();
    }

    // ------------------------------------------------------------------------------------------------------------

    /** Uses the app's lines in memory while nobody takes them away. */
    private void with(String appId, Consumer<AppLog> use) {
        apps.compute(checked(appId), (id, known) -> {
            AppLog app = known != null ? known : new AppLog(id, ids, unwritten);
            use.accept(app);
            return app;
        });
    }

    /** Apps that were silent since: their lines are on the disk. */
    private void forgetIdle() {
        apps.keySet().forEach(appId -> apps.computeIfPresent(appId, (id, app) -> app.isIdle() ? null : app));
    }

    private static String checked(String appId) {
        if (!APP_ID.matcher(appId).matches()) {
            throw new IllegalArgumentException("no id of an app: " + appId);
        }
        return appId;
    }

    /** Writes what is left. */
    @Override
    public void close() {
        writer.close();
    }
}
