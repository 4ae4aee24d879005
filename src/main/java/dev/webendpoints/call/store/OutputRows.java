package dev.webendpoints.call.store;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** The outputs of inputs in the database, and what generators have yielded. */
public final class OutputRows {

    private static final String OUTPUTS = "with c as (select id, input_count, output_count from function_call"
            + " where id = $1 and workspace_id = $2), o as (select i.*, octet_length(i.data) as size,"
            + " sum(octet_length(i.data)) over (order by i.output_seq) as total from function_input i join c on c.id = i.call_id"
            + " where i.output_seq > $3 and i.idx between $4 and $5 order by i.output_seq limit $6)"
            + " select c.input_count, c.output_count, o.id, o.idx, o.data_format, o.result,"
            + " case when o.size <= $7 then o.data end as data, o.size, o.worker_id, o.started_at, o.finished_at, o.output_seq"
            + " from c left join o on o.total - o.size < $8 or o.size > $7 order by o.output_seq";

    private static final String DATA = "select data, data_format from function_input where id = $1 and state = 2";

    private static final String CHUNKS = "select h.index, h.format, h.data from function_chunk h join function_call c"
            + " on c.id = h.call_id where h.call_id = $1 and c.workspace_id = $2 and h.index > $3 order by h.index limit $4";

    private static final String ADD_CHUNK =
            "insert into function_chunk (call_id, index, format, data) values ($1, $2, $3, $4)";

    private final SqlClient database;

    OutputRows(SqlClient database) {
        this.database = database;
    }

    /** Fails with {@link CallNotFound}. */
    public Future<CallOutputs> outputs(
            String workspaceId, String callId, OutputRange range, int inlineLimit, long totalLimit) {
        Tuple values = Tuple.tuple()
                .addString(callId)
                .addString(workspaceId)
                .addInteger(range.after())
                .addInteger(range.first())
                .addInteger(range.last())
                .addInteger(range.limit())
                .addInteger(inlineLimit)
                .addLong(totalLimit);
        return database.preparedQuery(OUTPUTS).execute(values).map(rows -> {
            Row call = CallRows.first(rows, callId);
            List<CallOutput> items = new ArrayList<>();
            rows.forEach(row -> {
                if (row.getString("id") != null) {
                    items.add(output(row));
                }
            });
            return new CallOutputs(call.getInteger("input_count") - call.getInteger("output_count"), items);
        });
    }

    private static CallOutput output(Row row) {
        Buffer data = row.getBuffer("data");
        String worker = row.getString("worker_id");
        return new CallOutput(
                row.getString("id"),
                row.getInteger("idx"),
                row.getInteger("data_format"),
                row.getBuffer("result").getBytes(),
                data == null ? null : data.getBytes(),
                row.getInteger("size"),
                worker == null ? "" : worker,
                CallRows.instant(row, "started_at"),
                CallRows.instant(row, "finished_at"),
                row.getInteger("output_seq"));
    }

    /** Returns the data of an output; null if there is none. */
    public Future<Buffer> data(String inputId) {
        return database.preparedQuery(DATA)
                .execute(Tuple.of(inputId))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getBuffer("data"));
    }

    public Future<List<GeneratorChunks.Value>> chunks(String workspaceId, String callId, long after, int limit) {
        return database.preparedQuery(CHUNKS)
                .execute(Tuple.of(callId, workspaceId, after, limit))
                .map(rows -> {
                    List<GeneratorChunks.Value> chunks = new ArrayList<>();
                    rows.forEach(row -> chunks.add(new GeneratorChunks.Value(
                            row.getLong("index"),
                            row.getInteger("format"),
                            row.getBuffer("data").getBytes())));
                    return chunks;
                });
    }

    public Future<Void> addChunk(String callId, long index, int format, Buffer data) {
        return database.preparedQuery(ADD_CHUNK)
                .execute(Tuple.of(callId, index, (short) format, data))
                .mapEmpty();
    }
}
