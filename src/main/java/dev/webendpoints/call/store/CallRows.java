package dev.webendpoints.call.store;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Calls in the database. Every query made for a caller is restricted to its workspace. */
public final class CallRows {

    /** Without a durable commit for a call whose caller waits: if the database dies, so does the answer. */
    private static final String INSERT = "with s as (select set_config('synchronous_commit', $1, true))"
            + " insert into function_call (id, workspace_id, app_id, function_id, is_map, awaited, parent_input_id,"
            + " created_at, input_count, expires_at)"
            + " select $2, $3, $4, $5, $6, $7, $8, now(), 0, now() + $9 * interval '1 ms' from s";

    private static final String RELEASE =
            "update function_call set expires_at = least(expires_at, now() + $3 * interval '1 ms')"
                    + " where id = $1 and workspace_id = $2 and awaited and output_count >= input_count";

    private static final String CALL =
            "select id, app_id, function_id, awaited, input_count, output_count from function_call"
                    + " where id = $1 and workspace_id = $2";

    private static final String REPORT =
            "select c.id, c.app_id, c.function_id, f.tag, c.input_count, c.created_at, i.state, i.status,"
                    + " count(i.id)::integer as inputs, min(i.started_at) as started_at, max(i.finished_at) as finished_at"
                    + " from function_call c join function f on f.id = c.function_id left join function_input i on i.call_id = c.id"
                    + " where c.id = $1 and c.workspace_id = $2 group by c.id, f.tag, i.state, i.status";

    private static final String GRAPH =
            "with recursive tree as (select id, function_id, parent_input_id, created_at from"
                    + " function_call where id = $1 and workspace_id = $2 union select c.id, c.function_id, c.parent_input_id,"
                    + " c.created_at from tree t join function_input i on i.call_id = t.id"
                    + " join function_call c on c.parent_input_id = i.id and c.workspace_id = $2)"
                    + " select t.id as call_id, coalesce(t.parent_input_id, '') as parent, f.tag, d.spec -> 'code' ->> 'module' as module,"
                    + " i.id, coalesce(i.status, 0::smallint) as status, coalesce(i.worker_id, '') as worker from tree t"
                    + " join function f on f.id = t.function_id left join function_input i on i.call_id = t.id"
                    + " left join lateral (select spec from function_definition d where d.function_id = t.function_id"
                    + " order by created_at desc limit 1) d on true order by t.created_at, i.seq limit $3";

    /** Counts the inputs that it deletes. Rows that another server deletes are skipped, so that none counts twice. */
    private static final String EXPIRED =
            "with old as (select id, function_id from function_call where expires_at < now()"
                    + " limit $1 for update skip locked), counted as (insert into ended_inputs as e (function_id, minute, queue,"
                    + " status, inputs) select o.function_id, date_trunc('minute', i.finished_at), i.queue, i.status, count(*)"
                    + " from old o join function_input i on i.call_id = o.id where i.status is not null group by 1, 2, 3, 4"
                    + " order by 1, 2, 3, 4 on conflict (function_id, minute, queue, status)"
                    + " do update set inputs = e.inputs + excluded.inputs)"
                    + " delete from function_call c using old o where c.id = o.id";

    private static final String FORGOTTEN = "delete from ended_inputs where ctid in (select ctid from ended_inputs"
            + " where minute < now() - interval '8 days' limit $1)";

    private final SqlClient database;

    CallRows(SqlClient database) {
        this.database = database;
    }

    /** @param kept how long the call is kept if nothing happens */
    public Future<Void> insert(NewCall call, Duration kept) {
        return database.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addString(call.awaited() ? "off" : "on")
                        .addString(call.id())
                        .addString(call.workspaceId())
                        .addString(call.appId())
                        .addString(call.functionId())
                        .addBoolean(call.map())
                        .addBoolean(call.awaited())
                        .addString(call.parentInputId().isEmpty() ? null : call.parentInputId())
                        .addLong(kept.toMillis()))
                .mapEmpty();
    }

    /** Fails with {@link CallNotFound}. */
    public Future<CallInfo> find(String workspaceId, String callId) {
        return database.preparedQuery(CALL)
                .execute(Tuple.of(callId, workspaceId))
                .map(rows -> call(first(rows, callId)));
    }

    /** Fails with {@link CallNotFound}. */
    public Future<CallReport> report(String workspaceId, String callId) {
        return database.preparedQuery(REPORT)
                .execute(Tuple.of(callId, workspaceId))
                .map(rows -> {
                    Row call = first(rows, callId);
                    int[] open = new int[2];
                    Map<CallStatus, Integer> ended = new EnumMap<>(CallStatus.class);
                    Instant started = null;
                    Instant finished = null;
                    for (Row row : rows) {
                        if (row.getInteger("state") == null) {
                            continue;
                        }
                        if (row.getInteger("status") == null) {
                            open[row.getInteger("state")] += row.getInteger("inputs");
                        } else {
                            ended.put(CallStatus.of(row.getInteger("status")), row.getInteger("inputs"));
                        }
                        started = least(started, instant(row, "started_at"));
                        finished = greatest(finished, instant(row, "finished_at"));
                    }
                    return new CallReport(
                            call.getString("id"),
                            call.getString("app_id"),
                            call.getString("function_id"),
                            call.getString("tag"),
                            call.getInteger("input_count"),
                            open[0],
                            open[1],
                            ended,
                            instant(call, "created_at"),
                            started,
                            open[0] + open[1] == 0 ? finished : null);
                });
    }

    static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    /** Null stands for no time. */
    private static Instant least(Instant one, Instant other) {
        return one == null || other != null && other.isBefore(one) ? other : one;
    }

    /** As {@link #least}. */
    private static Instant greatest(Instant one, Instant other) {
        return one == null || other != null && other.isAfter(one) ? other : one;
    }

    private static CallInfo call(Row row) {
        return new CallInfo(
                row.getString("id"),
                row.getString("app_id"),
                row.getString("function_id"),
                row.getBoolean("awaited"),
                row.getInteger("input_count"),
                row.getInteger("output_count"));
    }

    /** Lets the results of an ended call expire after {@code rest}, if its caller has waited for them. */
    public Future<Void> release(String workspaceId, String callId, Duration rest) {
        return database.preparedQuery(RELEASE)
                .execute(Tuple.of(callId, workspaceId, rest.toMillis()))
                .mapEmpty();
    }

    public Future<List<CallGraphNode>> graph(String workspaceId, String callId, int limit) {
        return database.preparedQuery(GRAPH)
                .execute(Tuple.of(callId, workspaceId, limit))
                .map(rows -> {
                    first(rows, callId);
                    List<CallGraphNode> nodes = new ArrayList<>();
                    rows.forEach(row -> nodes.add(new CallGraphNode(
                            row.getString("call_id"),
                            row.getString("parent"),
                            row.getString("tag"),
                            row.getString("module"),
                            row.getString("id"),
                            row.getInteger("status"),
                            row.getString("worker"))));
                    return nodes;
                });
    }

    /** Deletes expired calls. @return their number, at most {@code limit} */
    public Future<Integer> deleteExpired(int limit) {
        return database.preparedQuery(FORGOTTEN)
                .execute(Tuple.of(limit))
                .compose(forgotten -> database.preparedQuery(EXPIRED).execute(Tuple.of(limit)))
                .map(RowSet::rowCount);
    }

    /** Returns the first row. @throws CallNotFound if there is none */
    static Row first(RowSet<Row> rows, String callId) {
        if (rows.size() == 0) {
            throw new CallNotFound(callId);
        }
        return rows.iterator().next();
    }
}
