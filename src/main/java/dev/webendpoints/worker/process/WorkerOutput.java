package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jboss.logging.Logger;

import dev.webendpoints.host.LineSplitter;
import dev.webendpoints.logs.LogSource;
import dev.webendpoints.logs.LogStream;
import dev.webendpoints.logs.WorkerLog;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.worker.FunctionVersion;

/**
 * Sends one worker's lines to the logs, and, if the operator enabled that category, to the server's own log with the
 * names of function and worker.
 */
final class WorkerOutput implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("dev.webendpoints.worker.output");

    /** The most bytes of one line; the logs keep fewer characters of it. */
    static final int LONGEST_LINE = 4 * WorkerLogs.LONGEST_LINE;

    /** Number of lines in an error response: enough for the end of a traceback. */
    private static final int LAST_LINES = 20;

    private final WorkerLog log;
    private final String workerId;
    private final String function;
    private volatile UnaryOperator<String> paths = UnaryOperator.identity();

    WorkerOutput(WorkerLogs logs, FunctionVersion version, String workerId) {
        logs.belongsTo(version.appId(), version.workspaceId());
        this.log = logs.begin(new LogSource(version.appId(), version.key().functionId(), workerId));
        this.workerId = workerId;
        this.function = version.appName() + "/" + version.tag();
    }

    /** From now on, lines of the worker are told with other paths. */
    void showPaths(UnaryOperator<String> replacement) {
        paths = replacement;
    }

    /** Blocks until the stream ends. */
    void pump(InputStream stream, LogStream kind) {
        try (stream) {
            new LineSplitter(LONGEST_LINE, line -> add(kind, paths.apply(line))).readAll(stream);
        } catch (IOException e) {
            LOG.debugf(e, "Output ended early: function=%s worker=%s", function, workerId);
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

    /** Closes the log; called when the worker has ended, after its last line. */
    @Override
    public void close() {
        log.close();
    }

    /** Removes control characters, so that a program can neither forge log lines nor control a terminal. */
    private static String printable(String line) {
        return line.replaceAll("[\\p{Cntrl}&&[^\\t]]", "");
    }
}
