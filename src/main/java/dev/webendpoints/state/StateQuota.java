package dev.webendpoints.state;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.QuotaExceeded;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;

/**
 * Limits the dicts and queues of a workspace. Triggers count what is stored. Concurrent transactions do not wait for each
 * other, so a workspace may exceed the limit by what is being written at that moment.
 */
@ApplicationScoped
public class StateQuota {

    private static final String PREFIX = "webendpoints.state.";

    private static final String USED = "select coalesce(sum(entries), 0)::bigint, coalesce(sum(bytes), 0)::bigint"
            + " from state_usage where workspace_id = $1";

    private static final String LOCK = "select from workspace where id = $1 for no key update";
    private static final String OBJECTS = "select count(*) from state_object where workspace_id = $1";

    private final StateConfig config;

    StateQuota(StateConfig config) {
        this.config = config;
    }

    /**
     * Checks what the workspace stores, including what this transaction has added. Must be its last step.
     *
     * @throws QuotaExceeded by the Uni
     */
    public Uni<Void> requireStored(SqlConnection transaction, String workspaceId) {
        return StateDatabase.query(transaction, USED, workspaceId)
                .invoke(rows -> require(StateDatabase.first(rows)))
                .replaceWithVoid();
    }

    /**
     * Checks the number of dicts and queues before one is added. Of two concurrent callers the second waits for the first.
     *
     * @throws QuotaExceeded by the Uni
     */
    Uni<Void> requireRoomForObject(SqlConnection transaction, String workspaceId) {
        return StateDatabase.query(transaction, LOCK, workspaceId)
                .chain(() -> StateDatabase.query(transaction, OBJECTS, workspaceId))
                .invoke(rows -> QuotaExceeded.require(
                        StateDatabase.first(rows).getLong(0) + 1,
                        config.maxWorkspaceObjects(),
                        "dicts and queues",
                        PREFIX + "max-workspace-objects"))
                .replaceWithVoid();
    }

    private void require(Row used) {
        QuotaExceeded.require(
                used.getLong(0),
                config.maxWorkspaceEntries(),
                "entries of dicts and items of queues",
                PREFIX + "max-workspace-entries");
        QuotaExceeded.require(
                used.getLong(1),
                config.maxWorkspaceSize().asLongValue(),
                "bytes in dicts and queues",
                PREFIX + "max-workspace-size");
    }
}
