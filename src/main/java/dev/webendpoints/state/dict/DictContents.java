package dev.webendpoints.state.dict;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.state.StateDatabase;
import dev.webendpoints.state.StateKind;
import dev.webendpoints.state.StateObjects;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

/**
 * Reads a dict page by page, in the order of its keys' hashes, so that a large one is never in memory as a whole. An
 * entry that is written meanwhile is returned or not.
 */
@ApplicationScoped
public class DictContents {

    private static final String PAGE = """
            select key_hash, case when $4 then key end, case when $5 then value end, stale
            from (
                select key_hash, key, value, used_at < now() - interval '1 hour' as stale,
                    sum(case when $5 then size else octet_length(key) end) over (order by key_hash)
                        - case when $5 then size else octet_length(key) end as size_before
                from live_dict_entry
                where dict_id = $1 and workspace_id = $2 and key_hash > $3
                order by key_hash limit\s""" + DictEntries.PAGE_ENTRIES + ") page" + " where size_before < "
            + DictEntries.PAGE_BYTES + " order by key_hash";

    private static final String TOUCH = "update dict_entry set used_at = now() where dict_id = $1 and key_hash > $2"
            + " and key_hash <= $3 and used_at < now() - interval '1 hour' and used_at > now() - interval '7 days'";

    private final StateDatabase database;
    private final StateObjects objects;

    DictContents(StateDatabase database, StateObjects objects) {
        this.database = database;
        this.objects = objects;
    }

    /**
     * Returns the entries after a position.
     *
     * @param position {@link DictPage#START}, or that of the previous page
     * @throws dev.webendpoints.state.StateNotFound by the Uni
     */
    public Uni<DictPage> after(Caller caller, String dictId, byte[] position, boolean keys, boolean values) {
        return objects.byId(caller, StateKind.DICT, dictId)
                .chain(() -> database.query(PAGE, dictId, caller.workspaceId(), position, keys, values))
                .call(rows -> noteUse(dictId, position, rows))
                .map(rows -> page(position, rows));
    }

    private Uni<Void> noteUse(String dictId, byte[] position, RowSet<Row> rows) {
        boolean stale = StateDatabase.all(rows, row -> row.getBoolean(3)).contains(true);
        return stale
                ? database.query(TOUCH, dictId, position, last(rows, position)).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private static DictPage page(byte[] position, RowSet<Row> rows) {
        List<DictEntry> entries =
                StateDatabase.all(rows, row -> new DictEntry(StateDatabase.bytes(row, 1), StateDatabase.bytes(row, 2)));
        return new DictPage(entries, last(rows, position), entries.isEmpty());
    }

    private static byte[] last(RowSet<Row> rows, byte[] position) {
        byte[] last = position;
        for (Row row : rows) {
            last = StateDatabase.bytes(row, 0);
        }
        return last;
    }
}
