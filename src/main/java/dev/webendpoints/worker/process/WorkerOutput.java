package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import org.jboss.logging.Logger;

import dev.webendpoints.logs.LogSource;
import dev.webendpoints.logs.LogStream;
import dev.webendpoints.logs.WorkerLog;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.worker.FunctionVersion;

/**
 * Where one worker's lines go: to the logs, and to the server's own log with the names of function and worker where the
 * operator turned that category on.
 */
final class WorkerOutput implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("dev.webendpoints.worker.output");

    /** Bytes of one line; the logs keep fewer characters of it. */
    static final int LONGEST_LINE = 4 * WorkerLogs.LONGEST_LINE;

    /** Lines that go with a refusal: enough for a traceback's end. */
    private static final int LAST_LINES = 20;

    private final WorkerLog log;
    private final String workerId;
    private final String function;

    WorkerOutput(WorkerLogs logs, FunctionVersion version, String workerId) {
        logs.belongsTo(version.appId(), version.workspaceId());
        this.log = logs.begin(new LogSource(version.appId(), version.key().functionId(), workerId));
        this.workerId = workerId;
        this.function = version.appName() + "/" + version.tag();
    }

    /** Blocks until the stream ends. */
    void pump(InputStream stream, LogStream kind) {
        try (stream) {
            new LineSplitter(LONGEST_LINE, line -> add(kind, line)).readAll(stream);
        } catch (IOException e) {
            LOG.debugf(e, "output ended early: function=%s worker=%s", function, workerId);
        }
    }

    void add(LogStream kind, String line) {
        log.append(kind, line);
        if (LOG.isInfoEnabled()) {
            LOG.infof("function=%s worker=%s stream=%s %s", function, workerId, kind, printable(line));
        }
    }

    List<String> lastLines() {
        return log.last(LAST_LINES);
    }

    /** The worker has ended: nothing more is added. */
    @Override
    public void close() {
        log.close();
    }

    /** So that a user's program can neither forge lines of this log nor steer the terminal that shows it. */
    private static String printable(String line) {
        return line.replaceAll("[\\p{Cntrl}&&[^\\t]]", "");
    }
}
