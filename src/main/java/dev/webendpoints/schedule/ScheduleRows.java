package dev.webendpoints.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * The table of schedules, as the servers use it that call functions by the clock. What is claimed in a transaction is
 * locked until its end; other servers skip it.
 */
public final class ScheduleRows {

    /** Does not wait for an app that is being published or stopped. */
    private static final String CLAIM = """
            select s.function_id, s.app_id, s.workspace_id, s.schedule, s.clock_start, s.due_at, now() as now
            from function_schedule s join app a on a.id = s.app_id
            where s.due_at <= now() order by s.due_at limit $1
            for update of s skip locked for key share of a skip locked""";

    private static final String ADVANCE =
            "update function_schedule set due_at = $2, started_at = coalesce($3, started_at) where function_id = $1";

    private static final String END = "delete from function_schedule where function_id = $1";

    private static final String UNTIL_NEXT =
            "select ceil(extract(epoch from min(due_at) - clock_timestamp()) * 1000)::bigint as millis"
                    + " from function_schedule";

    private final SqlClient database;

    public ScheduleRows(SqlClient database) {
        this.database = database;
    }

    /** Claims functions that are due, those that have waited longest first. */
    public Future<List<DueFunction>> claim(int limit) {
        return database.preparedQuery(CLAIM).execute(Tuple.of(limit)).map(rows -> {
            List<DueFunction> due = new ArrayList<>();
            rows.forEach(row -> due.add(due(row)));
            return due;
        });
    }

    private static DueFunction due(Row row) {
        return new DueFunction(
                row.getString("function_id"),
                row.getString("app_id"),
                row.getString("workspace_id"),
                StoredSchedule.read(row.getString("schedule")),
                instant(row, "clock_start"),
                instant(row, "due_at"),
                instant(row, "now"));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    /**
     * Sets the next due time of a claimed function.
     *
     * @param startedAt null if it was not called
     */
    public Future<Void> advance(String functionId, Instant next, Instant startedAt) {
        return database.preparedQuery(ADVANCE)
                .execute(Tuple.of(functionId, offset(next), startedAt == null ? null : offset(startedAt)))
                .mapEmpty();
    }

    /** Deletes the schedule of a claimed function. */
    public Future<Void> end(String functionId) {
        return database.preparedQuery(END).execute(Tuple.of(functionId)).mapEmpty();
    }

    private static OffsetDateTime offset(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    /** Returns the time until a function is due; negative if one is. Empty if no function has a schedule. */
    public Future<Optional<Duration>> untilNext() {
        return database.preparedQuery(UNTIL_NEXT)
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong("millis"))
                        .map(Duration::ofMillis));
    }
}
