package dev.webendpoints.schedule.start;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.logs.LogSource;
import dev.webendpoints.logs.LogStream;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.schedule.DueFunction;

/**
 * Tells an app in its log what its users would not expect. A call that starts in time prints nothing, as on Modal: its
 * function says what it does.
 */
@ApplicationScoped
class ScheduleLog {

    /** Longer than a server needs that is there. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final WorkerLogs logs;

    ScheduleLog(WorkerLogs logs) {
        this.logs = logs;
    }

    void onStarted(DueFunction function) {
        if (Duration.between(function.dueAt(), function.now()).compareTo(LATE) > 0) {
            append(
                    function,
                    "The call that was due at " + function.dueAt()
                            + " starts late, since no server was running. It is the only one for all due times since then.");
        }
    }

    void onNotStarted(DueFunction function, String reason) {
        append(function, "The call that was due at " + function.dueAt() + " does not start. " + reason);
    }

    private void append(DueFunction function, String line) {
        logs.belongsTo(function.appId(), function.workspaceId());
        logs.append(new LogSource(function.appId(), function.functionId(), ""), LogStream.SYSTEM, line);
    }
}
