package dev.webendpoints.call.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.webendpoints.identity.RandomId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Inputs in the database: added, claimed by this server, returned to their queue, ended. */
public final class InputRows {

    /** Inputs that exist already are left as they are: the client has sent them again. */
    private static final String INSERT = "with s as (select set_config('synchronous_commit', $1, true)),"
            + " given as (select * from unnest($6::text[], $7::int[], $8::text[], $9::int[], $10::bytea[])"
            + " as g (id, idx, method, format, args)),"
            + " added as (insert into function_input (id, call_id, workspace_id, queue, idx, method, format, args, state,"
            + " available_at, server_id, runs, created_at, started_at) select g.id, $2, $3, $4, g.idx, g.method, g.format,"
            + " g.args, case when $5::text is null then 0 else 1 end, now(), $5, case when $5::text is null then 0 else 1 end,"
            + " now(), case when $5::text is null then null else now() end"
            + " from given g, s on conflict (call_id, idx) do nothing returning id)"
            + " update function_call set input_count = input_count + (select count(*) from added) where id = $2";

    private static final String IDS = "select id, idx from function_input where call_id = $1 and idx = any ($2)";

    /** The arguments of all inputs but the last one take less than the given number of bytes. */
    private static final String CLAIM = "update function_input set state = 1, server_id = $1, runs = runs + 1,"
            + " started_at = now() where id in (select id from (select id,"
            + " sum(octet_length(args)) over (order by seq) - octet_length(args) as before"
            + " from (select id, seq, args from function_input where queue = $2 and state = 0 and available_at <= now()"
            + " order by seq limit $3 for update skip locked) w) b where before < $4)"
            + " returning id, call_id, workspace_id, queue, idx, method, format, args, runs, failures, deaths, seq";

    private static final String REQUEUE =
            "update function_input set state = 0, server_id = null, failures = $3, deaths = $4,"
                    + " available_at = now() + $5 * interval '1 ms' where id = $1 and state = 1 and server_id = $2";

    private static final String FINISH =
            "select finished_input, finished_call from finish_inputs($1, $2::int[]::smallint[],"
                    + " $3::int[]::smallint[], $4, $5, $6, $7 * interval '1 ms')";

    private final SqlClient database;
    private final String serverId;

    public InputRows(SqlClient database, String serverId) {
        this.database = database;
        this.serverId = serverId;
    }

    /** An input that has ended now. */
    public record Finished(String inputId, String callId) {}

    /** @param running whether this server runs them immediately */
    public Future<Void> insert(
            String callId,
            String workspaceId,
            String queue,
            List<NewInput> inputs,
            String[] ids,
            boolean running,
            boolean durable) {
        int count = inputs.size();
        Integer[] indexes = new Integer[count];
        String[] methods = new String[count];
        Integer[] formats = new Integer[count];
        Buffer[] args = new Buffer[count];
        for (int i = 0; i < count; i++) {
            indexes[i] = inputs.get(i).idx();
            methods[i] = inputs.get(i).method();
            formats[i] = inputs.get(i).format();
            args[i] = Buffer.buffer(inputs.get(i).args());
        }
        return database.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addString(durable ? "on" : "off")
                        .addString(callId)
                        .addString(workspaceId)
                        .addString(queue)
                        .addString(running ? serverId : null)
                        .addArrayOfString(ids)
                        .addArrayOfInteger(indexes)
                        .addArrayOfString(methods)
                        .addArrayOfInteger(formats)
                        .addArrayOfBuffer(args))
                .mapEmpty();
    }

    public static String[] newIds(int count) {
        String[] ids = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = RandomId.withPrefix("in");
        }
        return ids;
    }

    /** Returns the ids of these inputs in the order of {@code indexes}. */
    public Future<List<String>> ids(String callId, Integer[] indexes) {
        return database.preparedQuery(IDS)
                .execute(Tuple.tuple().addString(callId).addArrayOfInteger(indexes))
                .map(rows -> {
                    Map<Integer, String> byIndex = new HashMap<>();
                    rows.forEach(row -> byIndex.put(row.getInteger("idx"), row.getString("id")));
                    List<String> ids = new ArrayList<>();
                    for (Integer index : indexes) {
                        ids.add(byIndex.get(index));
                    }
                    return ids;
                });
    }

    /**
     * Returns waiting inputs, the oldest first, which this server runs from now on.
     *
     * @param bytes what the arguments of all but the last one may take together
     */
    public Future<List<ClaimedInput>> claim(String queue, int limit, long bytes) {
        return database.preparedQuery(CLAIM)
                .execute(Tuple.of(serverId, queue, limit, bytes))
                .map(rows -> {
                    List<Row> found = new ArrayList<>();
                    rows.forEach(found::add);
                    found.sort(Comparator.comparing(row -> row.getLong("seq")));
                    return found.stream().map(InputRows::claimed).toList();
                });
    }

    private static ClaimedInput claimed(Row row) {
        return new ClaimedInput(
                row.getString("id"),
                row.getString("call_id"),
                row.getString("workspace_id"),
                row.getString("queue"),
                row.getInteger("idx"),
                row.getString("method"),
                row.getInteger("format"),
                row.getBuffer("args").getBytes(),
                row.getInteger("runs"),
                row.getInteger("failures"),
                row.getInteger("deaths"));
    }

    /** Lets an input of this server wait again, at least for {@code delay}. */
    public Future<Void> requeue(String inputId, int failures, int deaths, Duration delay) {
        return database.preparedQuery(REQUEUE)
                .execute(Tuple.of(inputId, serverId, failures, deaths, delay.toMillis()))
                .mapEmpty();
    }

    /** Ends inputs, unless they have ended before. Returns those that have ended now. */
    public Future<List<Finished>> finish(List<String> ids, List<InputOutcome> outcomes, Duration kept) {
        int count = ids.size();
        Integer[] statuses = new Integer[count];
        Integer[] formats = new Integer[count];
        Buffer[] results = new Buffer[count];
        Buffer[] data = new Buffer[count];
        String[] workers = new String[count];
        for (int i = 0; i < count; i++) {
            InputOutcome outcome = outcomes.get(i);
            statuses[i] = outcome.status().number();
            formats[i] = outcome.dataFormat();
            results[i] = outcome.result();
            data[i] = outcome.data();
            workers[i] = outcome.workerId();
        }
        return database.preparedQuery(FINISH)
                .execute(Tuple.tuple()
                        .addArrayOfString(ids.toArray(String[]::new))
                        .addArrayOfInteger(statuses)
                        .addArrayOfInteger(formats)
                        .addArrayOfBuffer(results)
                        .addArrayOfBuffer(data)
                        .addArrayOfString(workers)
                        .addLong(kept.toMillis()))
                .map(rows -> {
                    List<Finished> finished = new ArrayList<>();
                    rows.forEach(row -> finished.add(new Finished(row.getString(0), row.getString(1))));
                    return finished;
                });
    }
}
