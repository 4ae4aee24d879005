package dev.webendpoints.schedule.start;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.webendpoints.identity.RandomId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** A workspace in the database with an app of functions that are due, without deployments. */
final class ScheduledFunctions {

    private final SqlClient database;
    final String workspaceId = RandomId.withPrefix("ac");
    final String appId = RandomId.withPrefix("ap");

    ScheduledFunctions(SqlClient database) throws Exception {
        this.database = database;
        String environmentId = RandomId.withPrefix("en");
        execute("insert into workspace (id, name, created_at) values ($1, $1, now())", workspaceId);
        execute(
                "insert into environment (id, workspace_id, name, web_suffix, source, is_default, created_at)"
                        + " values ($1, $2, 'main', '', $1, true, now())",
                environmentId,
                workspaceId);
        execute(
                "insert into app (id, workspace_id, environment_id, description, state, version, client_version,"
                        + " python_version, created_at, created_by, last_heartbeat_at, tags)"
                        + " values ($1, $2, $3, '', 'EPHEMERAL', 0, '', '', now(), '', now(), '{}')",
                appId,
                workspaceId,
                environmentId);
    }

    /** Adds functions with a schedule. @param due SQL of their due time @return their ids */
    List<String> add(int count, String schedule, String clockStart, String due) throws Exception {
        List<String> ids = IntStream.range(0, count)
                .mapToObj(i -> RandomId.withPrefix("fu"))
                .toList();
        String[] all = ids.toArray(String[]::new);
        execute(
                "with f as (insert into function (id, app_id, tag, created_at) select id, $2, id, now()"
                        + " from unnest($1::text[]) as given (id) returning id)"
                        + " insert into function_schedule (function_id, app_id, workspace_id, schedule, clock_start, due_at)"
                        + " select id, $2, $3, $4, " + clockStart + ", " + due
                        + " from unnest($1::text[]) as given (id)",
                all,
                appId,
                workspaceId,
                schedule);
        return ids;
    }

    /** Adds a call of a function with inputs that wait for an hour. */
    void fill(String functionId, int inputs) throws Exception {
        String callId = RandomId.withPrefix("fc");
        execute(
                "insert into function_call (id, workspace_id, app_id, function_id, is_map, awaited, created_at,"
                        + " input_count, expires_at) values ($1, $2, $3, $4, true, false, now(), $5, now() + interval '1 day')",
                callId,
                workspaceId,
                appId,
                functionId,
                inputs);
        execute(
                "insert into function_input (id, call_id, workspace_id, queue, idx, method, format, args, state,"
                        + " available_at, created_at) select $1 || '-' || i, $1, $2, $3, i, '', 1, '', 0,"
                        + " now() + interval '1 hour', now() from generate_series(1, $4) as given (i)",
                callId,
                workspaceId,
                functionId,
                inputs);
    }

    /** Returns the number of calls of each function that has been called. */
    List<Long> calls() throws Exception {
        return longs("select count(*) from function_call where app_id = $1 group by function_id", appId);
    }

    /** Returns the number of functions that are due. */
    long due() throws Exception {
        return longs("select count(*) from function_schedule where app_id = $1 and due_at <= now()", appId)
                .get(0);
    }

    List<Long> longs(String sql, Object... values) throws Exception {
        RowSet<Row> rows = done(database.preparedQuery(sql).execute(Tuple.from(values)));
        List<Long> found = new ArrayList<>();
        rows.forEach(row -> found.add(row.getLong(0)));
        return found;
    }

    void execute(String sql, Object... values) throws Exception {
        done(database.preparedQuery(sql).execute(Tuple.from(values)));
    }

    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
