package dev.webendpoints.state.dict;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.state.StateDatabase;
import dev.webendpoints.state.StateKind;
import dev.webendpoints.state.StateNotFound;
import dev.webendpoints.state.StateObjects;
import dev.webendpoints.state.StateQuota;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Reads and writes the entries of a workspace's dicts. Each method fails with {@link StateNotFound} without the dict. */
@ApplicationScoped
public class DictEntries {

    /** Maximum size of a value. A reader has it in memory as a whole, and the Modal client's messages are bounded. */
    static final int MOST_VALUE_BYTES = 16 << 20;

    /** Maximum size of a key. */
    static final int MOST_KEY_BYTES = 64 << 10;

    /** A page ends with the entry that exceeds this size. */
    static final int PAGE_BYTES = 1 << 20;

    static final int PAGE_ENTRIES = 500;

    private static final String OF_DICT = " from live_dict d left join live_dict_entry e"
            + " on e.dict_id = d.id and e.key_hash = sha256($3) where d.id = $1 and d.workspace_id = $2";
    private static final String STALE = "e.used_at < now() - interval '1 hour'";

    private static final String GET = "select e.value, coalesce(" + STALE + ", false)" + OF_DICT;
    private static final String CONTAINS = "select e.key_hash is not null, coalesce(" + STALE + ", false)" + OF_DICT;
    private static final String TOUCH =
            "update dict_entry set used_at = now() where dict_id = $1 and key_hash = sha256($2)";

    private static final String POP =
            "delete from dict_entry e using live_dict d where d.id = $1 and d.workspace_id = $2"
                    + " and e.dict_id = d.id and e.key_hash = sha256($3)"
                    + " returning case when e.used_at > now() - interval '7 days' then e.value end";

    private static final String PUT = """
            insert into dict_entry (dict_id, workspace_id, key, value)
            select d.id, d.workspace_id, u.key, u.value
            from live_dict d, unnest($3::bytea[], $4::bytea[]) u (key, value)
            where d.id = $1 and d.workspace_id = $2
            on conflict (dict_id, key_hash) do update set value = excluded.value, used_at = now()""";
    private static final String PUT_IF_ABSENT = PUT + " where dict_entry.used_at <= now() - interval '7 days'";

    private static final String LEN = "select (select count(*) from live_dict_entry e where e.dict_id = d.id)"
            + " from live_dict d where d.id = $1 and d.workspace_id = $2";

    private static final String CLEAR = "delete from dict_entry where dict_id = $1 and workspace_id = $2";

    private final StateDatabase database;
    private final StateObjects objects;
    private final StateQuota quota;

    DictEntries(StateDatabase database, StateObjects objects, StateQuota quota) {
        this.database = database;
        this.objects = objects;
        this.quota = quota;
    }

    /** Returns the value of a key; empty if there is none. */
    public Uni<Optional<byte[]>> get(Caller caller, String dictId, byte[] key) {
        return read(GET, caller, dictId, key).map(row -> Optional.ofNullable(StateDatabase.bytes(row, 0)));
    }

    public Uni<Boolean> contains(Caller caller, String dictId, byte[] key) {
        return read(CONTAINS, caller, dictId, key).map(row -> row.getBoolean(0));
    }

    private Uni<Row> read(String sql, Caller caller, String dictId, byte[] key) {
        return database.query(sql, dictId, caller.workspaceId(), key)
                .map(rows -> found(rows, dictId))
                .call(row -> row.getBoolean(1)
                        ? database.query(TOUCH, dictId, key)
                        : Uni.createFrom().voidItem());
    }

    /** Removes an entry and returns its value; empty if there is none. */
    public Uni<Optional<byte[]>> pop(Caller caller, String dictId, byte[] key) {
        return database.query(POP, dictId, caller.workspaceId(), key)
                .map(StateDatabase::first)
                .chain(row -> row != null
                        ? Uni.createFrom().item(Optional.ofNullable(StateDatabase.bytes(row, 0)))
                        : require(caller, dictId).replaceWith(Optional.empty()));
    }

    /**
     * Writes entries, all of them or none. Of several with equal keys the last one is written.
     *
     * @param ifAbsent whether entries that exist stay as they are
     * @return whether an entry was written
     * @throws dev.webendpoints.failure.TooLarge by the Uni
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     */
    public Uni<Boolean> put(Caller caller, String dictId, Collection<DictEntry> entries, boolean ifAbsent) {
        return Uni.createFrom()
                .item(() -> sorted(entries))
                .chain(sorted -> database.transaction(
                                transaction -> StateObjects.require(transaction, caller, StateKind.DICT, dictId)
                                        .chain(() -> put(transaction, caller, dictId, sorted, ifAbsent))
                                        .call(() -> quota.requireStored(transaction, caller.workspaceId())))
                        .map(rows -> rows.rowCount() > 0)
                        .onFailure(StateDatabase::isMissingReference)
                        .transform(deleted -> new StateNotFound(StateKind.DICT, dictId)));
    }

    private static Uni<RowSet<Row>> put(
            SqlConnection transaction, Caller caller, String dictId, Map<byte[], byte[]> sorted, boolean ifAbsent) {
        return StateDatabase.query(
                transaction,
                ifAbsent ? PUT_IF_ABSENT : PUT,
                dictId,
                caller.workspaceId(),
                sorted.keySet().toArray(byte[][]::new),
                sorted.values().toArray(byte[][]::new));
    }

    /** In one order for all writers, so that they wait for each other's rows without deadlocks. */
    private static Map<byte[], byte[]> sorted(Collection<DictEntry> entries) {
        Map<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
        for (DictEntry entry : entries) {
            if (entry.key().length > MOST_KEY_BYTES) {
                throw DictEntryTooLarge.ofKey(MOST_KEY_BYTES);
            }
            if (entry.value().length > MOST_VALUE_BYTES) {
                throw DictEntryTooLarge.ofValue(MOST_VALUE_BYTES);
            }
            sorted.put(entry.key(), entry.value());
        }
        return sorted;
    }

    /** Returns the number of entries. */
    public Uni<Long> count(Caller caller, String dictId) {
        return database.query(LEN, dictId, caller.workspaceId())
                .map(rows -> found(rows, dictId).getLong(0));
    }

    public Uni<Void> clear(Caller caller, String dictId) {
        return require(caller, dictId)
                .chain(() -> database.query(CLEAR, dictId, caller.workspaceId()))
                .replaceWithVoid();
    }

    private Uni<Void> require(Caller caller, String dictId) {
        return objects.byId(caller, StateKind.DICT, dictId).replaceWithVoid();
    }

    private static Row found(RowSet<Row> rows, String dictId) {
        Row row = StateDatabase.first(rows);
        if (row == null) {
            throw new StateNotFound(StateKind.DICT, dictId);
        }
        return row;
    }
}
