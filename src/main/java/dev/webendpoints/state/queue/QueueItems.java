package dev.webendpoints.state.queue;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.TooLarge;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.state.StateDatabase;
import dev.webendpoints.state.StateKind;
import dev.webendpoints.state.StateObjects;
import dev.webendpoints.state.StateQuota;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Puts, takes and reads the items of a workspace's queues, without waiting. */
@ApplicationScoped
class QueueItems {

    /** Modal's limits. */
    static final int MOST_ITEMS = 5_000;

    static final int MOST_PARTITIONS = 100_000;
    static final int MOST_ITEM_BYTES = 1 << 20;
    static final long MOST_PARTITION_BYTES = 64L << 20;
    static final int MOST_KEY_BYTES = 64;

    private static final Duration LONGEST_LIFE = Duration.ofDays(7);

    /** A reader gets items until they exceed this size. */
    private static final int PAGE_BYTES = 8 << 20;

    private static final String DROP_EXPIRED =
            "delete from queue_partition where queue_id = $1 and key = $2 and expires_at <= now()";

    /** The row stays locked, so that items are numbered in the order of their commits. */
    private static final String PARTITION = """
            insert into queue_partition (queue_id, workspace_id, key, items, bytes, expires_at)
            select q.id, q.workspace_id, $3, 0, 0, now() + $4 * interval '1 second'
            from live_queue q where q.id = $1 and q.workspace_id = $2
            on conflict (queue_id, key) do update set expires_at = excluded.expires_at
            returning id, items, bytes, xmax = 0 as is_new""";

    private static final String PARTITIONS = "select count(*) from queue_partition where queue_id = $1";

    private static final String PUT = "insert into queue_item (partition_id, workspace_id, value)"
            + " select $1, $2, u.value from unnest($3::bytea[]) with ordinality u (value, place) order by u.place";

    private static final String COUNT_PUT =
            "update queue_partition set items = items + $2, bytes = bytes + $3 where id = $1";

    private static final String TAKE = """
            with p as (
                select p.id from queue_partition p join live_queue q on q.id = p.queue_id
                where q.id = $1 and q.workspace_id = $2 and p.key = $3 and p.expires_at > now()
            ), taken as (
                delete from queue_item i using p where i.partition_id = p.id and i.id in (
                    select x.id from queue_item x, p where x.partition_id = p.id
                    order by x.id limit $4 for update of x skip locked)
                returning i.partition_id, i.id, i.value, i.size
            ), counted as (
                update queue_partition c set items = c.items - t.items, bytes = c.bytes - t.bytes
                from (select partition_id, count(*) as items, sum(size) as bytes from taken group by partition_id) t
                where c.id = t.partition_id
            )
            select id, value from taken""";

    private static final String READ = """
            select id, value from (
                select i.id, i.value, sum(i.size) over (order by i.id) - i.size as size_before
                from queue_item i join queue_partition p on p.id = i.partition_id join live_queue q on q.id = p.queue_id
                where q.id = $1 and q.workspace_id = $2 and p.key = $3 and p.expires_at > now() and i.id > $4
                order by i.id limit 100) page
            where size_before <\s""" + PAGE_BYTES;

    private static final String SIZE = "select count(*), coalesce(sum(items), 0)::bigint from queue_partition"
            + " where queue_id = $1 and workspace_id = $2 and expires_at > now() and ($3::bytea is null or key = $3)";

    /** The items first, in the order in which those lock who take them. */
    private static final String CLEAR_ITEMS =
            "delete from queue_item where partition_id in (select id from queue_partition"
                    + " where queue_id = $1 and workspace_id = $2 and ($3::bytea is null or key = $3))";

    private static final String CLEAR =
            "delete from queue_partition where queue_id = $1 and workspace_id = $2 and ($3::bytea is null or key = $3)";

    private final StateDatabase database;
    private final StateQuota quota;

    QueueItems(StateDatabase database, StateQuota quota) {
        this.database = database;
        this.quota = quota;
    }

    /** Puts all or none. */
    Uni<Void> put(Caller caller, String queueId, byte[] key, List<byte[]> values, Duration life) {
        return Uni.createFrom()
                .item(() -> checkedSize(key, values, life))
                .chain(bytes -> database.transaction(transaction -> StateDatabase.query(
                                transaction, DROP_EXPIRED, queueId, key)
                        .chain(() -> StateObjects.require(transaction, caller, StateKind.QUEUE, queueId))
                        .chain(() -> StateDatabase.query(
                                transaction, PARTITION, queueId, caller.workspaceId(), key, (double) life.toSeconds()))
                        .map(StateDatabase::first)
                        .call(partition -> requireRoom(transaction, queueId, partition, values.size(), bytes))
                        .chain(partition -> put(transaction, caller, partition.getLong(0), values, bytes))));
    }

    private static long checkedSize(byte[] key, List<byte[]> values, Duration life) {
        requireKey(key);
        if (life.compareTo(LONGEST_LIFE) > 0 || life.isNegative() || life.isZero()) {
            throw new InvalidRequest("A partition of a Queue lives for 1 second to 7 days after its last put.");
        }
        long bytes = 0;
        for (byte[] value : values) {
            if (value.length > MOST_ITEM_BYTES) {
                throw new TooLarge("An item of a Queue has at most 1 MiB when it is serialized.");
            }
            bytes += value.length;
        }
        return bytes;
    }

    static void requireKey(byte[] key) {
        if (key.length > MOST_KEY_BYTES) {
            throw new InvalidRequest("The key of a partition has at most " + MOST_KEY_BYTES + " bytes.");
        }
    }

    private static Uni<Void> requireRoom(
            SqlConnection transaction, String queueId, Row partition, int items, long bytes) {
        if (partition.getInteger(1) + items > MOST_ITEMS) {
            throw new QueueFull("A partition of a Queue has at most " + MOST_ITEMS + " items.");
        }
        if (partition.getLong(2) + bytes > MOST_PARTITION_BYTES) {
            throw new QueueFull("A partition of a Queue has at most 64 MiB.");
        }
        return partition.getBoolean(3)
                ? StateDatabase.query(transaction, PARTITIONS, queueId)
                        .invoke(rows -> {
                            if (StateDatabase.first(rows).getLong(0) > MOST_PARTITIONS) {
                                throw new QueueFull("A Queue has at most " + MOST_PARTITIONS + " partitions.");
                            }
                        })
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> put(SqlConnection transaction, Caller caller, long partition, List<byte[]> values, long bytes) {
        return StateDatabase.query(transaction, PUT, partition, caller.workspaceId(), values.toArray(byte[][]::new))
                .chain(() -> StateDatabase.query(transaction, COUNT_PUT, partition, values.size(), bytes))
                .chain(() -> quota.requireStored(transaction, caller.workspaceId()));
    }

    /** Removes the oldest items and returns them. */
    Uni<List<QueueItem>> take(Caller caller, String queueId, byte[] key, int most) {
        return database.query(TAKE, queueId, caller.workspaceId(), key, most)
                .map(rows -> StateDatabase.all(rows, QueueItems::item).stream()
                        .sorted(Comparator.comparing(QueueItem::id))
                        .toList());
    }

    /** Returns items after one, without removing them. */
    Uni<List<QueueItem>> read(Caller caller, String queueId, byte[] key, long after) {
        return database.query(READ, queueId, caller.workspaceId(), key, after)
                .map(rows -> StateDatabase.all(rows, QueueItems::item));
    }

    /** @param key null for all partitions */
    Uni<QueueSize> size(Caller caller, String queueId, byte[] key) {
        return database.query(SIZE, queueId, caller.workspaceId(), key).map(rows -> {
            Row row = StateDatabase.first(rows);
            return new QueueSize(row.getLong(0), row.getLong(1));
        });
    }

    /** @param key null for all partitions */
    Uni<Void> clear(Caller caller, String queueId, byte[] key) {
        return database.transaction(transaction -> StateDatabase.query(
                                transaction, CLEAR_ITEMS, queueId, caller.workspaceId(), key)
                        .chain(() -> StateDatabase.query(transaction, CLEAR, queueId, caller.workspaceId(), key)))
                .replaceWithVoid();
    }

    private static QueueItem item(Row row) {
        return new QueueItem(row.getLong(0), StateDatabase.bytes(row, 1));
    }
}
