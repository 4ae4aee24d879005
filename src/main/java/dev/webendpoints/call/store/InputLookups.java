package dev.webendpoints.call.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Queries on the inputs in the database that have not ended. */
public final class InputLookups {

    private static final String WAITING =
            "select count(*) from (select 1 from function_input where workspace_id = $1 and state <> 2 limit $2) w";

    private static final String UNFINISHED =
            "select i.id from function_input i join function_call c on c.id = i.call_id"
                    + " where c.id = $1 and c.workspace_id = $2 and i.state <> 2 limit $3";

    /** An input of an app that was stopped longer ago ends when it would run. */
    private static final String OF_STOPPED_APPS =
            "select i.id from app a join function_call c on c.app_id = a.id join function_input i on i.call_id = c.id"
                    + " where a.state = 'STOPPED' and a.stopped_at > now() - interval '1 hour' and i.state <> 2 limit $1";

    /** Functions of apps that were stopped, or deployed without them, a moment ago. */
    private static final String RETIRED = "select f.id from app a join function f on f.app_id = a.id"
            + " where a.state = 'STOPPED' and a.stopped_at > now() - interval '1 minute' or a.state <> 'STOPPED'"
            + " and a.deployed_at > now() - interval '1 minute' and not exists (select 1 from deployment_function d"
            + " where d.app_id = a.id and d.version = a.version and d.function_id = f.id)";

    private static final String QUEUES = "with recursive q as ((select queue from function_input where state = 0"
            + " order by queue limit 1) union all select (select i.queue from function_input i where i.state = 0"
            + " and i.queue > q.queue order by i.queue limit 1) from q where q.queue is not null)"
            + " select queue from q where queue is not null";

    private static final String ENDED =
            "select id from function_input where id = any ($1) and (state <> 1 or server_id <> $2)";

    private static final String STATS =
            "select count(*) filter (where i.state = 0) as waiting, count(*) filter (where i.state = 1)"
                    + " as running from function_input i where i.state <> 2 and i.workspace_id = $1 and i.queue like $2 || '%'";

    private final SqlClient database;
    private final String serverId;

    InputLookups(SqlClient database, String serverId) {
        this.database = database;
        this.serverId = serverId;
    }

    /** Numbers of a function's inputs. */
    public record Numbers(int waiting, int running) {}

    /** Returns the number of inputs of a workspace that have not ended, at most {@code limit}. */
    public Future<Long> countUnfinished(String workspaceId, long limit) {
        return database.preparedQuery(WAITING)
                .execute(Tuple.of(workspaceId, limit))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    public Future<Numbers> countOf(String workspaceId, String functionId) {
        return database.preparedQuery(STATS)
                .execute(Tuple.of(workspaceId, functionId))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Numbers(row.getInteger("waiting"), row.getInteger("running"));
                });
    }

    /** Returns inputs of a call that have not ended. */
    public Future<List<String>> unfinished(String workspaceId, String callId, int limit) {
        return database.preparedQuery(UNFINISHED)
                .execute(Tuple.of(callId, workspaceId, limit))
                .map(InputLookups::firstColumn);
    }

    /** Returns inputs of apps that were stopped a moment ago. */
    public Future<List<String>> ofStoppedApps(int limit) {
        return database.preparedQuery(OF_STOPPED_APPS).execute(Tuple.of(limit)).map(InputLookups::firstColumn);
    }

    /** Returns functions that apps have stopped to serve a moment ago. */
    public Future<List<String>> retiredFunctions() {
        return database.query(RETIRED).execute().map(InputLookups::firstColumn);
    }

    /** Returns the queues that have waiting inputs. */
    public Future<List<String>> queues() {
        return database.query(QUEUES).execute().map(InputLookups::firstColumn);
    }

    /** Returns those of the inputs that this server does not run any more as far as the database knows. */
    public Future<List<String>> lost(Collection<String> ids) {
        return database.preparedQuery(ENDED)
                .execute(Tuple.tuple()
                        .addArrayOfString(ids.toArray(String[]::new))
                        .addString(serverId))
                .map(InputLookups::firstColumn);
    }

    private static List<String> firstColumn(RowSet<Row> rows) {
        List<String> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.getString(0)));
        return values;
    }
}
