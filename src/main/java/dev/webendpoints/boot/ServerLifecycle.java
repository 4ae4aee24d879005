package dev.webendpoints.boot;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.crypto.SecretsKeyCheck;
import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.endpoint.domain.DomainChecks;
import dev.webendpoints.gateway.Gateway;
import dev.webendpoints.identity.signin.CredentialWatch;
import dev.webendpoints.identity.signin.ServerBootstrap;
import dev.webendpoints.routing.RouteRebuild;
import dev.webendpoints.serving.PoolScaling;
import dev.webendpoints.serving.RouteWatch;
import dev.webendpoints.worker.WorkerPools;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;

/**
 * Starts and stops the server's parts in order. The database is migrated before; the gateway starts last, when every
 * request can be served, and stops first.
 */
@ApplicationScoped
class ServerLifecycle {

    /** Before observers that need a running server, such as the one that deploys the examples. */
    static final int ORDER = 100;

    private static final Logger LOG = Logger.getLogger(ServerLifecycle.class);

    /** Time for workers to run their exit hooks after the gateway has stopped. */
    private static final Duration WORKERS_LIMIT = Duration.ofSeconds(40);

    private final SecretsKeyCheck secretsKey;
    private final ServerBootstrap bootstrap;
    private final CredentialWatch credentials;
    private final DomainChecks domains;
    private final RouteRebuild routes;
    private final RouteWatch watch;
    private final PoolScaling scaling;
    private final WorkerPools pools;
    private final Gateway gateway;
    private final ManagementListener management;
    private final AbandonedAppReaper reaper;
    private final GarbageCollection collection;
    private final DatabaseWatch database;
    private final LifecycleConfig config;

    ServerLifecycle(
            SecretsKeyCheck secretsKey,
            ServerBootstrap bootstrap,
            CredentialWatch credentials,
            DomainChecks domains,
            RouteRebuild routes,
            RouteWatch watch,
            PoolScaling scaling,
            WorkerPools pools,
            Gateway gateway,
            ManagementListener management,
            AbandonedAppReaper reaper,
            GarbageCollection collection,
            DatabaseWatch database,
            LifecycleConfig config) {
        this.database = database;
        this.secretsKey = secretsKey;
        this.bootstrap = bootstrap;
        this.credentials = credentials;
        this.domains = domains;
        this.routes = routes;
        this.watch = watch;
        this.scaling = scaling;
        this.pools = pools;
        this.gateway = gateway;
        this.management = management;
        this.reaper = reaper;
        this.collection = collection;
        this.config = config;
    }

    void onStart(@Observes @Priority(ORDER) StartupEvent event) {
        ServerState.toUp();
        try {
            start();
        } catch (RuntimeException | Error e) {
            // A server that has not started has nothing to drain, so its database can stop immediately.
            ServerState.toDown();
            throw e;
        }
    }

    private void start() {
        database.start();
        await(secretsKey::verify);
        await(bootstrap::ensure);
        await(credentials::start);
        await(routes::rebuild);
        watch.start();
        scaling.start();
        reaper.start();
        collection.start();
        domains.start();
        management.start();
        gateway.start();
    }

    void onStop(@Observes ShutdownEvent event) {
        try {
            gateway.stop(config.grace());
            reaper.stop();
            collection.stop();
            scaling.stop();
            watch.stop();
            stopWorkers();
        } finally {
            management.stop();
            ServerState.toDown();
        }
    }

    private void stopWorkers() {
        try {
            pools.stop(Duration.ZERO).toCompletableFuture().get(WORKERS_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("Workers did not stop in time, killing them", e);
        }
    }

    private static <T> void await(Supplier<Uni<T>> step) {
        try {
            VertxContextSupport.subscribeAndAwait(step);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
