package dev.webendpoints.app.container;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.database.ReactiveCalls;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/**
 * Containers in the database, for those who look for one after its end. A change is written within a second; a server
 * that is killed loses what it has not written. Every query made for a caller is restricted to its workspace.
 */
@ApplicationScoped
public class ContainerHistory {

    private static final Logger LOG = Logger.getLogger(ContainerHistory.class);

    private static final long WRITE_MILLIS = 1_000;
    private static final int TICKS_PER_BEAT = 30;

    /** Changes that wait for the database; further ones are not written. */
    private static final int MOST_UNWRITTEN = 10_000;

    /** Containers that are kept of a workspace, and for how many days; no longer than their lines. */
    private static final int MOST_KEPT = 20_000;

    private static final int KEPT_DAYS = 30;

    /** An app that has been deleted in the meantime has no containers. */
    private static final String WRITE =
            "insert into container (id, workspace_id, app_id, function_id, requested_at, ready_at, ended_at, failed)"
                    + " select g.* from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[],"
                    + " $6::timestamptz[], $7::timestamptz[], $8::boolean[]) g (id, workspace_id, app_id, function_id,"
                    + " requested_at, ready_at, ended_at, failed) join app a on a.id = g.app_id"
                    + " on conflict (id) do update set ready_at = excluded.ready_at, ended_at = excluded.ended_at,"
                    + " failed = excluded.failed, heard_at = now()";

    private static final String BEAT = "update container set heard_at = now() where id = any ($1)";

    private static final String FIND = "select * from known_container where id = $1 and workspace_id = $2";

    private static final String COUNT = "select function_id, count(*) as active,"
            + " count(*) filter (where ready_at >= $3 and ready_at < $4) as started,"
            + " count(*) filter (where failed and ended_at < $4) as failed,"
            + " count(*) filter (where (ready_at is null or ready_at >= $4) and (ended_at is null or ended_at >= $4))"
            + " as creating from known_container where app_id = $1 and workspace_id = $2 and requested_at < $4"
            + " and (ended_at is null or ended_at >= $3) group by function_id";

    private static final String COLLECT =
            "delete from container where id in (select id from (select id, requested_at, row_number() over"
                    + " (partition by workspace_id order by requested_at desc) as place from container) as c"
                    + " where place > $1 or requested_at < now() - $2 * interval '1 day')";

    private final Vertx vertx;
    private final Pool pool;
    private final Map<String, KnownContainer> unwritten = new ConcurrentHashMap<>();
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private long timer;
    private int ticks;
    private boolean writing;

    ContainerHistory(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    public void start() {
        timer = vertx.setPeriodic(WRITE_MILLIS, tick -> onTick());
    }

    /** Writes what has not been written yet. */
    public Uni<Void> stop() {
        vertx.cancelTimer(timer);
        return ReactiveCalls.answer(this::write);
    }

    /** Notes a container that has started, become ready, or ended. Does not block. */
    public void note(KnownContainer container) {
        if (container.endedAt() == null) {
            running.add(container.id());
        } else {
            running.remove(container.id());
        }
        if (unwritten.size() < MOST_UNWRITTEN || unwritten.containsKey(container.id())) {
            unwritten.put(container.id(), container);
        }
    }

    /** A write that takes longer than a tick is waited for, so that an older state never replaces a newer one. */
    private void onTick() {
        if (writing) {
            return;
        }
        writing = true;
        write().compose(written -> ++ticks % TICKS_PER_BEAT == 0 ? beat() : Future.succeededFuture())
                .onComplete(done -> writing = false)
                .onFailure(failure -> LOG.debugf("Containers are not written yet: cause=%s", failure.toString()));
    }

    private Future<Void> beat() {
        return pool.preparedQuery(BEAT)
                .execute(Tuple.of(running.toArray(String[]::new)))
                .mapEmpty();
    }

    private Future<Void> write() {
        List<KnownContainer> batch = List.copyOf(unwritten.values());
        if (batch.isEmpty()) {
            return Future.succeededFuture();
        }
        return pool.preparedQuery(WRITE)
                .execute(Tuple.of(
                                batch.stream().map(KnownContainer::id).toArray(String[]::new),
                                batch.stream().map(KnownContainer::workspaceId).toArray(String[]::new),
                                batch.stream().map(KnownContainer::appId).toArray(String[]::new),
                                batch.stream().map(KnownContainer::functionId).toArray(String[]::new),
                                batch.stream()
                                        .map(each -> time(each.requestedAt()))
                                        .toArray(OffsetDateTime[]::new),
                                batch.stream().map(each -> time(each.readyAt())).toArray(OffsetDateTime[]::new))
                        .addArrayOfOffsetDateTime(
                                batch.stream().map(each -> time(each.endedAt())).toArray(OffsetDateTime[]::new))
                        .addArrayOfBoolean(
                                batch.stream().map(KnownContainer::failed).toArray(Boolean[]::new)))
                .onSuccess(written -> batch.forEach(each -> unwritten.remove(each.id(), each)))
                .mapEmpty();
    }

    public Uni<Optional<KnownContainer>> find(String workspaceId, String id) {
        KnownContainer recent = unwritten.get(id);
        return recent != null && recent.workspaceId().equals(workspaceId)
                ? Uni.createFrom().item(Optional.of(recent))
                : ReactiveCalls.answer(() -> pool.preparedQuery(FIND)
                        .execute(Tuple.of(id, workspaceId))
                        .map(rows -> rows.size() == 0
                                ? Optional.empty()
                                : Optional.of(container(rows.iterator().next()))));
    }

    /** Returns the numbers of an app's containers by function. */
    public Uni<Map<String, ContainerCounts>> count(String workspaceId, String appId, Instant since, Instant until) {
        return ReactiveCalls.answer(() -> pool.preparedQuery(COUNT)
                .execute(Tuple.of(appId, workspaceId, time(since), time(until)))
                .map(rows -> {
                    Map<String, ContainerCounts> counts = new HashMap<>();
                    rows.forEach(row -> counts.put(
                            row.getString("function_id"),
                            new ContainerCounts(
                                    row.getLong("active"),
                                    row.getLong("started"),
                                    row.getLong("failed"),
                                    row.getLong("creating"))));
                    return counts;
                }));
    }

    /** Deletes old containers. */
    public Uni<Void> collect() {
        return ReactiveCalls.answer(() -> pool.preparedQuery(COLLECT)
                .execute(Tuple.of(MOST_KEPT, KEPT_DAYS))
                .mapEmpty());
    }

    private static KnownContainer container(Row row) {
        return new KnownContainer(
                row.getString("id"),
                row.getString("workspace_id"),
                row.getString("app_id"),
                row.getString("function_id"),
                instant(row, "requested_at"),
                instant(row, "ready_at"),
                instant(row, "ended_at"),
                row.getBoolean("failed"));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
