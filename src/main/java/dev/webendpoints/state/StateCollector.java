package dev.webendpoints.state;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlResult;

/** Deletes what has expired: ephemeral objects, entries of dicts that nobody uses, partitions of queues. */
@ApplicationScoped
public class StateCollector {

    /** Maximum number of rows that one statement deletes; the next one follows immediately. */
    private static final int AT_ONCE = 1_000;

    private static final List<String> STATEMENTS = List.of(
            "delete from state_object where id in (select id from state_object"
                    + " where heartbeat_at < now() - interval '15 minutes' limit $1)",
            "delete from dict_entry where (dict_id, key_hash) in (select dict_id, key_hash from dict_entry"
                    + " where used_at < now() - interval '7 days' limit $1)",
            "delete from queue_partition where id in (select id from queue_partition"
                    + " where expires_at < now() limit $1)");

    private final StateDatabase database;

    StateCollector(StateDatabase database) {
        this.database = database;
    }

    /** Completes when nothing that has expired is left. */
    public Uni<Void> collect() {
        return Multi.createFrom()
                .iterable(STATEMENTS)
                .onItem()
                .transformToUniAndConcatenate(this::delete)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> delete(String statement) {
        return database.query(statement, AT_ONCE)
                .map(SqlResult::rowCount)
                .chain(deleted -> deleted < AT_ONCE ? Uni.createFrom().voidItem() : delete(statement));
    }
}
