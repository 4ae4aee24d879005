package dev.webendpoints.database;

import java.util.List;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;

/** Creates the pool of connections, and opens single connections beside it with the same configuration. */
@Singleton
class DatabaseConnections implements PgPoolCreator {

    private volatile List<PgConnectOptions> hosts = List.of();

    @Override
    public Pool create(Input input) {
        hosts = List.copyOf(input.pgConnectOptionsList());
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(hosts))
                .using(input.vertx())
                .build();
    }

    /**
     * Opens a connection that is not of the pool.
     *
     * @param attempt selects one of the configured hosts in turn
     */
    Future<PgConnection> open(Vertx vertx, int attempt) {
        List<PgConnectOptions> configured = hosts;
        return configured.isEmpty()
                ? Future.failedFuture("the pool of connections was not created yet")
                : PgConnection.connect(vertx, configured.get(Math.floorMod(attempt, configured.size())));
    }
}
