package dev.webendpoints.state;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.RandomId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** The dicts and queues of a workspace, without their contents. */
@ApplicationScoped
public class StateObjects {

    /** A longer name is rejected: it would not fit into an index. The client's own limit is shorter. */
    private static final int MOST_CHARACTERS = 256;

    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final String COLUMNS = "select id, coalesce(name, ''), created_at, created_by from ";

    private static final String NAMED =
            COLUMNS + "state_object where workspace_id = $1 and environment_id = $2 and kind = $3 and name = $4";

    private static final String INSERT = """
            insert into state_object (id, workspace_id, environment_id, kind, name, created_by, heartbeat_at)
            values ($1, $2, $3, $4, $5, $6, case when $5::text is null then now() end)
            on conflict (environment_id, kind, name) do nothing
            returning id, coalesce(name, ''), created_at, created_by""";

    private static final String HEARTBEAT = "update state_object set heartbeat_at = now()"
            + " where workspace_id = $1 and kind = $2 and id = $3"
            + " and heartbeat_at > now() - interval '15 minutes'";

    private static final String DELETE = "delete from state_object where workspace_id = $1 and kind = $2 and id = $3";

    private static final String LIST = COLUMNS + "state_object where workspace_id = $1 and environment_id = $2"
            + " and kind = $3 and name is not null and created_at < $4 order by created_at desc limit $5";

    private final StateDatabase database;
    private final StateQuota quota;

    StateObjects(StateDatabase database, StateQuota quota) {
        this.database = database;
        this.quota = quota;
    }

    /** @throws StateNotFound by the Uni */
    public Uni<StateObject> find(Caller caller, Environment environment, StateKind kind, String name) {
        return database.query(NAMED, caller.workspaceId(), environment.id, kind.name(), name)
                .map(StateObjects::objectOrNull)
                .onItem()
                .ifNull()
                .failWith(() -> new StateNotFound(kind, name));
    }

    /**
     * Returns the object with the name, creating it if absent; concurrent callers get the same one.
     *
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     */
    public Uni<StateObject> getOrCreate(Caller caller, Environment environment, StateKind kind, String name) {
        return find(caller, environment, kind, name)
                .onFailure(StateNotFound.class)
                .recoverWithUni(() -> create(caller, environment, kind, name)
                        .onFailure(StateNameTaken.class)
                        .recoverWithUni(() -> find(caller, environment, kind, name)));
    }

    /**
     * @throws dev.webendpoints.failure.AlreadyExists by the Uni, if the name is in use
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     */
    public Uni<StateObject> create(Caller caller, Environment environment, StateKind kind, String name) {
        if (name.isEmpty() || name.length() > MOST_CHARACTERS) {
            return Uni.createFrom()
                    .failure(new InvalidRequest(
                            "The name of a " + kind.title() + " has 1 to " + MOST_CHARACTERS + " characters."));
        }
        return insert(caller, environment, kind, name);
    }

    /** Creates an object without a name, which ends when no heartbeat has come for 15 minutes. */
    public Uni<StateObject> createEphemeral(Caller caller, Environment environment, StateKind kind) {
        return insert(caller, environment, kind, null);
    }

    private Uni<StateObject> insert(Caller caller, Environment environment, StateKind kind, String name) {
        return database.transaction(transaction -> quota.requireRoomForObject(transaction, caller.workspaceId())
                .chain(() -> insert(transaction, caller, environment, kind, name))
                .map(StateObjects::objectOrNull)
                .onItem()
                .ifNull()
                .failWith(() -> new StateNameTaken(kind, name)));
    }

    private static Uni<RowSet<Row>> insert(
            SqlConnection transaction, Caller caller, Environment environment, StateKind kind, String name) {
        return StateDatabase.query(
                transaction,
                INSERT,
                RandomId.withPrefix(kind.prefix()),
                caller.workspaceId(),
                environment.id,
                kind.name(),
                name,
                caller.tokenId());
    }

    /** @throws StateNotFound by the Uni, also for one that has ended */
    public Uni<StateObject> byId(Caller caller, StateKind kind, String id) {
        return database.query(COLUMNS + kind.view() + " where workspace_id = $1 and id = $2", caller.workspaceId(), id)
                .map(StateObjects::objectOrNull)
                .onItem()
                .ifNull()
                .failWith(() -> new StateNotFound(kind, id));
    }

    /** @throws StateNotFound by the Uni, also for one that has ended */
    public static Uni<Void> require(SqlClient client, Caller caller, StateKind kind, String id) {
        return StateDatabase.query(
                        client,
                        "select id from " + kind.view() + " where workspace_id = $1 and id = $2",
                        caller.workspaceId(),
                        id)
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw new StateNotFound(kind, id);
                    }
                })
                .replaceWithVoid();
    }

    /** Prolongs the life of an ephemeral object. @throws StateNotFound by the Uni, also for one that has ended */
    public Uni<Void> heartbeat(Caller caller, StateKind kind, String id) {
        return database.query(HEARTBEAT, caller.workspaceId(), kind.name(), id)
                .invoke(rows -> requireChanged(rows, kind, id))
                .replaceWithVoid();
    }

    /** Deletes an object with its contents. @throws StateNotFound by the Uni */
    public Uni<Void> delete(Caller caller, StateKind kind, String id) {
        return database.query(DELETE, caller.workspaceId(), kind.name(), id)
                .invoke(rows -> requireChanged(rows, kind, id))
                .replaceWithVoid();
    }

    /**
     * Returns the named objects of an environment, newest first.
     *
     * @param before excludes those created then or later; empty for none
     */
    public Uni<List<StateObject>> list(
            Caller caller, Environment environment, StateKind kind, Optional<Instant> before, int most) {
        OffsetDateTime bound = before.orElse(END_OF_TIME).atOffset(ZoneOffset.UTC);
        return database.query(LIST, caller.workspaceId(), environment.id, kind.name(), bound, most)
                .map(rows -> StateDatabase.all(rows, StateObjects::object));
    }

    private static void requireChanged(RowSet<Row> rows, StateKind kind, String id) {
        if (rows.rowCount() == 0) {
            throw new StateNotFound(kind, id);
        }
    }

    private static StateObject objectOrNull(RowSet<Row> rows) {
        Row row = StateDatabase.first(rows);
        return row == null ? null : object(row);
    }

    private static StateObject object(Row row) {
        return new StateObject(
                row.getString(0), row.getString(1), row.getOffsetDateTime(2).toInstant(), row.getString(3));
    }
}
