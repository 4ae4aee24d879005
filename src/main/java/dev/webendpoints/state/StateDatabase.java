package dev.webendpoints.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;

/**
 * Queries on rows with large values. They use the connections without an object-relational mapper, which would keep
 * each value in a session and has no arrays of bytes.
 */
@ApplicationScoped
public class StateDatabase {

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Pool pool;

    StateDatabase(Pool pool) {
        this.pool = pool;
    }

    /** Runs the work in one transaction, which is rolled back if the work fails; canceling does not interrupt it. */
    public <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work);
    }

    /** Runs one statement. @param values as in {@link #query(SqlClient, String, Object...)} */
    public Uni<RowSet<Row>> query(String sql, Object... values) {
        return query(pool, sql, values);
    }

    /**
     * Runs one statement in a transaction.
     *
     * @param values of the types of PostgreSQL's client; {@code byte[]} and {@code byte[][]} are passed without a copy
     */
    public static Uni<RowSet<Row>> query(SqlClient client, String sql, Object... values) {
        List<Object> parameters = new ArrayList<>(values.length);
        for (Object value : values) {
            parameters.add(parameter(value));
        }
        return client.preparedQuery(sql).execute(Tuple.from(parameters));
    }

    /** Returns the first row; null if there is none. */
    public static Row first(RowSet<Row> rows) {
        for (Row row : rows) {
            return row;
        }
        return null;
    }

    /** Returns the rows as the function converts them. */
    public static <T> List<T> all(RowSet<Row> rows, Function<Row, T> conversion) {
        List<T> converted = new ArrayList<>(rows.size());
        rows.forEach(row -> converted.add(conversion.apply(row)));
        return converted;
    }

    /** Returns a value of type {@code bytea}; null for NULL. */
    public static byte[] bytes(Row row, int position) {
        Buffer value = row.getDelegate().getBuffer(position);
        return value == null ? null : value.getBytes();
    }

    /** Returns whether a statement failed because a row that it refers to was deleted. */
    public static boolean isMissingReference(Throwable failure) {
        return failure instanceof PgException refusal && FOREIGN_KEY_VIOLATION.equals(refusal.getSqlState());
    }

    private static Object parameter(Object value) {
        if (value instanceof byte[] bytes) {
            return wrapped(bytes);
        }
        if (value instanceof byte[][] several) {
            Buffer[] all = new Buffer[several.length];
            for (int i = 0; i < several.length; i++) {
                all[i] = wrapped(several[i]);
            }
            return all;
        }
        return value;
    }

    private static Buffer wrapped(byte[] bytes) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes));
    }
}
