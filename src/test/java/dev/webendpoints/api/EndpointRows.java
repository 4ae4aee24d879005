package dev.webendpoints.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.RandomId;
import dev.webendpoints.testing.Await;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** Inserts web endpoints into the database as a deployment would. */
@ApplicationScoped
class EndpointRows {

    private static final String APP = "insert into app (id, workspace_id, environment_id, description, state, version,"
            + " client_version, python_version, created_at, created_by, last_heartbeat_at, tags)"
            + " select $1, $2, id, '', 'DEPLOYED', 1, '1.6.4', '3.11.7', now(), 'ak-dev', now(), '{}'"
            + " from environment where workspace_id = $2 and name = 'main'";
    private static final String FUNCTION =
            "insert into function (id, app_id, tag, created_at) values ($1, $2, 'square', now())";
    private static final String ENDPOINT = "insert into web_endpoint (id, workspace_id, environment_id, app_id,"
            + " function_id, method, kind, http_methods, source, generated_label, dev_suffix, hostname, declared_auth, created_at)"
            + " select $1, $2, id, $3, $4, '', 'fastapi_endpoint', '{GET}', $5, $6, '', $7, 'none', $8"
            + " from environment where workspace_id = $2 and name = 'main'";

    private final Pool database;

    EndpointRows(Pool database) {
        this.database = database;
    }

    /** @return the id {@code we-…} of an endpoint whose hostname is {@code <workspace>--<label>} */
    String insert(Caller owner, String label, Instant createdAt) {
        String app = RandomId.withPrefix("ap");
        String function = RandomId.withPrefix("fu");
        String endpoint = RandomId.withPrefix("we");
        execute(APP, Tuple.of(app, owner.workspaceId()));
        execute(FUNCTION, Tuple.of(function, app));
        Tuple row = Tuple.of(endpoint, owner.workspaceId(), app, function, owner.workspace(), label);
        row.addString(owner.workspace() + "--" + label);
        row.addOffsetDateTime(OffsetDateTime.ofInstant(createdAt, ZoneOffset.UTC));
        execute(ENDPOINT, row);
        return endpoint;
    }

    private void execute(String sql, Tuple values) {
        Await.item(() -> database.preparedQuery(sql).execute(values));
    }
}
