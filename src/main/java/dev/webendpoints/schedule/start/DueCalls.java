package dev.webendpoints.schedule.start;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.call.CallSubmission;
import dev.webendpoints.call.store.NewInput;
import dev.webendpoints.identity.QuotaExceeded;
import dev.webendpoints.schedule.DueFunction;
import dev.webendpoints.schedule.InvalidSchedule;
import dev.webendpoints.schedule.ScheduleRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

/**
 * Calls the functions that are due, each once, and sets their next due times, all in one transaction: if it fails, nothing
 * has happened. A function whose previous call still runs is called all the same, as on Modal.
 */
@ApplicationScoped
class DueCalls {

    /** Maximum number of functions that are called in one transaction. */
    static final int BATCH = 100;

    private static final Logger LOG = Logger.getLogger(DueCalls.class);

    /** {@code DATA_FORMAT_PICKLE} of the client's protocol. */
    private static final int PICKLE = 1;

    /** {@code pickle.dumps(((), {}))}: protocol 4, an empty tuple, an empty dict, a tuple of both, the end. */
    private static final byte[] NO_ARGUMENTS = {(byte) 0x80, 4, ')', '}', (byte) 0x86, '.'};

    private final Pool pool;
    private final CallSubmission calls;
    private final ScheduleLog log;

    DueCalls(Pool pool, CallSubmission calls, ScheduleLog log) {
        this.pool = pool;
        this.calls = calls;
        this.log = log;
    }

    /** What has become of a due time. @param refusal why the function was not called; null if it was */
    private record Start(DueFunction function, String refusal) {}

    /** Returns the number of functions that were due, at most {@link #BATCH}. */
    Future<Integer> start() {
        return pool.withTransaction(transaction ->
                        new ScheduleRows(transaction).claim(BATCH).compose(due -> startAll(transaction, due)))
                .onSuccess(starts -> starts.forEach(this::onCommitted))
                .map(List::size);
    }

    /** Completes when no statement is under way, also after a failure: the connection is returned then. */
    private Future<List<Start>> startAll(SqlConnection transaction, List<DueFunction> due) {
        List<Future<Start>> starts =
                due.stream().map(function -> start(transaction, function)).toList();
        return Future.join(starts).map(all -> all.list());
    }

    private Future<Start> start(SqlConnection transaction, DueFunction function) {
        Optional<Instant> next = next(function);
        if (next.isEmpty()) {
            return new ScheduleRows(transaction)
                    .end(function.functionId())
                    .map(new Start(function, "Its schedule has no further due time."));
        }
        return calls.requireRoom(function.workspaceId(), 1)
                .transform(room -> room.succeeded() ? call(transaction, function) : refused(function, room.cause()))
                .compose(start -> new ScheduleRows(transaction)
                        .advance(function.functionId(), next.get(), start.refusal() == null ? function.now() : null)
                        .map(start));
    }

    /** A schedule is checked when it is deployed; it can only be invalid if a time zone has been abolished since. */
    private static Optional<Instant> next(DueFunction function) {
        try {
            return function.next();
        } catch (InvalidSchedule e) {
            LOG.warnf(e, "Stored schedule is not valid: function=%s", function.functionId());
            return Optional.empty();
        }
    }

    private Future<Start> call(SqlConnection transaction, DueFunction function) {
        return calls.insert(
                        transaction,
                        function.workspaceId(),
                        function.appId(),
                        function.functionId(),
                        new NewInput(0, "", PICKLE, NO_ARGUMENTS))
                .map(new Start(function, null));
    }

    private static Future<Start> refused(DueFunction function, Throwable cause) {
        return cause instanceof QuotaExceeded
                ? Future.succeededFuture(new Start(function, cause.getMessage()))
                : Future.failedFuture(cause);
    }

    private void onCommitted(Start start) {
        if (start.refusal() == null) {
            calls.wake(start.function().functionId());
            log.onStarted(start.function());
        } else {
            log.onNotStarted(start.function(), start.refusal());
        }
    }
}
