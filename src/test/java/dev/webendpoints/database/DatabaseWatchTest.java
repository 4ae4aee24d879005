package dev.webendpoints.database;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseWatchTest {

    /** The session of a call belongs to its context: closed from another one, it fails, and its connection is lost. */
    @Test
    void anOutageCancelsACallOnItsOwnContext() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Vertx vertx = Vertx.vertx();
            DatabaseWatch watch = new DatabaseWatch(vertx, silentDatabase(vertx, silent.getLocalPort()));
            Context context = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
            CompletableFuture<Context> canceledOn = new CompletableFuture<>();
            context.runOnContext(ready -> watch.guard(Uni.createFrom()
                            .emitter(call -> call.onTermination(() -> canceledOn.complete(Vertx.currentContext()))))
                    .subscribe()
                    .with(item -> {}, failure -> {}));

            watch.start();

            assertThat(canceledOn).succeedsWithin(Duration.ofSeconds(30)).isSameAs(context);
            watch.stop();
            vertx.close();
        }
    }

    private static Pool silentDatabase(Vertx vertx, int port) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setDatabase("none")
                .setUser("none")
                .setPassword("none");
        return Pool.newInstance(io.vertx.sqlclient.Pool.pool(vertx, options, new PoolOptions()));
    }
}
