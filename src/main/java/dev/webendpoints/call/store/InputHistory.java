package dev.webendpoints.call.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * What became of inputs. A range of time is looked up by the index of calls, so that an input is not found if it was added
 * to a call more than a day after the call began. Every query is restricted to the workspace of its caller.
 */
public final class InputHistory {

    /** Inputs that a query looks at; statistics of more are those of this number. */
    private static final int MOST_INPUTS = 1_000_001;

    private static final String COLUMNS =
            "i.call_id, i.method, i.state, i.status, i.worker_id, i.created_at, i.started_at, i.finished_at";

    private static final String NEWEST = "select " + COLUMNS + " from function_call c cross join lateral (select *"
            + " from function_input i where i.call_id = c.id and ($3::text is null or i.queue = $3)"
            + " order by i.idx desc limit $4) i where c.function_id = $1 and c.workspace_id = $2"
            + " order by c.created_at desc, i.idx desc limit $4";

    /** Calls that may have inputs of the range from $4 to $5. */
    private static final String CALLS = " from function_call c join function_input i on i.call_id = c.id"
            + " where c.function_id = $1 and c.workspace_id = $2 and ($3::text is null or i.queue = $3)"
            + " and c.created_at >= $4::timestamptz - interval '1 day' and c.created_at < $5";

    private static final String SUBMITTED = CALLS + " and i.created_at >= $4 and i.created_at < $5";

    private static final String RANGE =
            "select " + COLUMNS + SUBMITTED + " order by i.created_at, i.call_id, i.idx limit $6";

    private static final String BUCKETS =
            "select floor(extract(epoch from created_at) / $6)::bigint * $6 as bucket, count(*) as inputs"
                    + " from (select i.created_at" + SUBMITTED + " limit " + MOST_INPUTS + ") i group by 1 order by 1";

    private static final String COUNTS = "with seen as (select i.*, finished_at >= $4 and finished_at < $5 as ended"
            + " from (select i.status, i.queue, i.created_at, i.started_at, i.finished_at" + CALLS
            + " and (i.finished_at is null or i.finished_at >= $4) and ($6::text is null or i.worker_id = $6)"
            + " limit " + MOST_INPUTS + ") i) select count(*) filter (where ended and status = 1) as succeeded,"
            + " count(*) filter (where ended and status not in (1, 4)) as failed,"
            + " count(*) filter (where ended and status = 4) as timed_out,"
            + " count(*) filter (where started_at < $5 and (finished_at is null or finished_at >= $5)) as running,"
            + " count(distinct queue)::integer as queues,"
            + " percentile_cont(array[0.5, 0.9, 0.99]) within group (order by extract(epoch from finished_at - started_at)"
            + "::float8) filter (where ended and started_at is not null) as execution,"
            + " percentile_cont(array[0.5, 0.9, 0.99]) within group (order by extract(epoch from finished_at - created_at)"
            + "::float8) filter (where ended) as latency from seen";

    /** Inputs of deleted calls; a row counts for the range in which its minute begins. */
    private static final String DELETED =
            "select coalesce(sum(inputs) filter (where status = 1), 0)::bigint as succeeded,"
                    + " coalesce(sum(inputs) filter (where status not in (1, 4)), 0)::bigint as failed,"
                    + " coalesce(sum(inputs) filter (where status = 4), 0)::bigint as timed_out from ended_inputs"
                    + " where function_id = $1 and minute >= $3 and minute < $4 and ($2::text is null or queue = $2)";

    private static final String OF_APP = "select function_id, sum(succeeded)::bigint as succeeded, sum(failed)::bigint"
            + " as failed from (select i.function_id, count(*) filter (where status = 1) as succeeded, count(*) filter"
            + " (where status <> 1) as failed from (select c.function_id, i.status from function f join function_call c"
            + " on c.function_id = f.id join function_input i on i.call_id = c.id where f.app_id = $1 and c.workspace_id = $2"
            + " and c.created_at >= $3::timestamptz - interval '1 day' and c.created_at < $4 and i.finished_at >= $3 and i.finished_at < $4"
            + " limit " + MOST_INPUTS + ") i group by 1 union all select e.function_id, sum(e.inputs) filter"
            + " (where e.status = 1), sum(e.inputs) filter (where e.status <> 1) from function f join app a on a.id = f.app_id"
            + " join ended_inputs e on e.function_id = f.id where f.app_id = $1 and a.workspace_id = $2 and e.minute >= $3"
            + " and e.minute < $4 group by 1) t group by 1";

    private final SqlClient database;

    InputHistory(SqlClient database) {
        this.database = database;
    }

    /** Numbers of a function's inputs that have ended. */
    public record Ended(long succeeded, long failed) {}

    /** Returns the newest inputs, newest first: those of the call that was made last, the last one first, and so on. */
    public Future<List<InputEntry>> newest(String workspaceId, String functionId, String queue, int limit) {
        return database.preparedQuery(NEWEST)
                .execute(Tuple.of(functionId, workspaceId, queue, limit))
                .map(InputHistory::entries);
    }

    /** Returns the oldest inputs that were submitted in the range, oldest first. */
    public Future<List<InputEntry>> range(HistoryQuestion question, int limit) {
        return database.preparedQuery(RANGE)
                .execute(tuple(question).addInteger(limit))
                .map(InputHistory::entries);
    }

    /** Returns the numbers of inputs that were submitted in the range, by the seconds since 1970 where a bucket begins. */
    public Future<Map<Long, Long>> buckets(HistoryQuestion question, int seconds) {
        return database.preparedQuery(BUCKETS)
                .execute(tuple(question).addInteger(seconds))
                .map(rows -> {
                    Map<Long, Long> buckets = new TreeMap<>();
                    rows.forEach(row -> buckets.put(row.getLong("bucket"), row.getLong("inputs")));
                    return buckets;
                });
    }

    /** @param workerId null for all; the inputs of deleted calls are not known by worker */
    public Future<InputCounts> count(HistoryQuestion question, String workerId) {
        return database.preparedQuery(COUNTS)
                .execute(tuple(question).addString(workerId))
                .map(rows -> counts(rows.iterator().next()))
                .compose(left -> workerId != null ? Future.succeededFuture(left) : withDeleted(question, left));
    }

    private Future<InputCounts> withDeleted(HistoryQuestion question, InputCounts left) {
        return database.preparedQuery(DELETED)
                .execute(Tuple.of(
                        question.functionId(), question.queue(), time(question.since()), time(question.until())))
                .map(rows -> rows.iterator().next())
                .map(row -> new InputCounts(
                        left.succeeded() + row.getLong("succeeded"),
                        left.failed() + row.getLong("failed"),
                        left.timedOut() + row.getLong("timed_out"),
                        left.running(),
                        left.queues(),
                        left.execution(),
                        left.latency()));
    }

    /** Returns the numbers of an app's inputs that have ended in the range, by function. */
    public Future<Map<String, Ended>> ofApp(String workspaceId, String appId, Instant since, Instant until) {
        return database.preparedQuery(OF_APP)
                .execute(Tuple.of(appId, workspaceId, time(since), time(until)))
                .map(rows -> {
                    Map<String, Ended> counts = new HashMap<>();
                    rows.forEach(row -> counts.put(
                            row.getString("function_id"), new Ended(number(row, "succeeded"), number(row, "failed"))));
                    return counts;
                });
    }

    private static long number(Row row, String column) {
        Long number = row.getLong(column);
        return number == null ? 0 : number;
    }

    private static Tuple tuple(HistoryQuestion question) {
        return Tuple.of(
                question.functionId(),
                question.workspaceId(),
                question.queue(),
                time(question.since()),
                time(question.until()));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static List<InputEntry> entries(RowSet<Row> rows) {
        List<InputEntry> entries = new ArrayList<>(rows.size());
        rows.forEach(row -> entries.add(entry(row)));
        return entries;
    }

    private static InputEntry entry(Row row) {
        Integer status = row.getInteger("status");
        return new InputEntry(
                row.getString("call_id"),
                row.getString("method"),
                row.getInteger("state") == 1,
                status == null ? null : CallStatus.of(status),
                row.getString("worker_id"),
                CallRows.instant(row, "created_at"),
                CallRows.instant(row, "started_at"),
                CallRows.instant(row, "finished_at"));
    }

    private static InputCounts counts(Row row) {
        return new InputCounts(
                row.getLong("succeeded"),
                row.getLong("failed"),
                row.getLong("timed_out"),
                row.getLong("running"),
                row.getInteger("queues"),
                seconds(row.getArrayOfDoubles("execution")),
                seconds(row.getArrayOfDoubles("latency")));
    }

    private static List<Double> seconds(Double[] percentiles) {
        return percentiles == null ? List.of() : Arrays.asList(percentiles);
    }
}
