package dev.webendpoints.worker.process.zygote;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import org.jboss.logging.Logger;

import dev.webendpoints.host.LineSplitter;
import dev.webendpoints.logs.LogSource;
import dev.webendpoints.logs.LogStream;
import dev.webendpoints.logs.WorkerLog;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.process.launch.ProcessHost;
import dev.webendpoints.worker.process.run.WorkerPlan;

/** What a zygote prints: for the log of the function whose snapshot it is, otherwise for the server's own log. */
final class ZygoteOutput implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ZygoteOutput.class);

    /** The most bytes of one line; the logs keep fewer characters of it. */
    private static final int LONGEST_LINE = 32 * 1024;

    private final String zygoteId;
    private final Optional<WorkerLog> log;

    private ZygoteOutput(String zygoteId, Optional<WorkerLog> log) {
        this.zygoteId = zygoteId;
        this.log = log;
    }

    static ZygoteOutput of(ProcessHost host, WorkerPlan plan, boolean snapshot) {
        String id = plan.run().workerId();
        return new ZygoteOutput(id, snapshot ? Optional.of(logOf(host, plan.version(), id)) : Optional.empty());
    }

    private static WorkerLog logOf(ProcessHost host, FunctionVersion version, String id) {
        host.logs().belongsTo(version.appId(), version.workspaceId());
        return host.logs().begin(new LogSource(version.appId(), version.key().functionId(), id));
    }

    /** Blocks until the stream ends. */
    void pump(InputStream stream, LogStream kind) {
        try (stream) {
            new LineSplitter(LONGEST_LINE, line -> add(kind, line)).readAll(stream);
        } catch (IOException e) {
            LOG.debugf(e, "Output ended early: zygote=%s", zygoteId);
        }
    }

    /** Tells the function's author why there is no snapshot. */
    void addFailure(String reason) {
        log.ifPresent(known -> known.append(
                LogStream.SYSTEM, "no memory snapshot, each worker runs the snapshot hooks itself: " + reason));
    }

    private void add(LogStream kind, String line) {
        log.ifPresentOrElse(known -> known.append(kind, line), () -> LOG.debugf("zygote=%s %s", zygoteId, line));
    }

    @Override
    public void close() {
        log.ifPresent(WorkerLog::close);
    }
}
