package dev.webendpoints.boot;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.app.container.ContainerHistory;
import dev.webendpoints.call.CallDispatcher;
import dev.webendpoints.crypto.SecretsKeyCheck;
import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.endpoint.domain.DomainChecks;
import dev.webendpoints.gateway.Gateway;
import dev.webendpoints.identity.signin.CredentialWatch;
import dev.webendpoints.identity.signin.ServerBootstrap;
import dev.webendpoints.identity.token.TokenUses;
import dev.webendpoints.routing.RouteUpdates;
import dev.webendpoints.schedule.start.ScheduleTimer;
import dev.webendpoints.serving.PoolScaling;
import dev.webendpoints.worker.WorkerPools;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

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

    private static final Duration CALLS_LIMIT = Duration.ofSeconds(5);

    private final SecretsKeyCheck secretsKey;
    private final ServerBootstrap bootstrap;
    private final ChangeFeed changes;
    private final CredentialWatch credentials;
    private final TokenUses tokenUses;
    private final DomainChecks domains;
    private final RouteUpdates routes;
    private final PoolScaling scaling;
    private final WorkerPools pools;
    private final ContainerHistory containers;
    private final CallDispatcher calling;
    private final ScheduleTimer schedules;
    private final Gateway gateway;
    private final ManagementListener management;
    private final AbandonedAppReaper reaper;
    private final GarbageCollection collection;
    private final DatabaseWatch database;
    private final ReactiveCalls calls;
    private final LifecycleConfig config;

    ServerLifecycle(
            SecretsKeyCheck secretsKey,
            ServerBootstrap bootstrap,
            ChangeFeed changes,
            CredentialWatch credentials,
            TokenUses tokenUses,
            DomainChecks domains,
            RouteUpdates routes,
            PoolScaling scaling,
            WorkerPools pools,
            ContainerHistory containers,
            CallDispatcher calling,
            ScheduleTimer schedules,
            Gateway gateway,
            ManagementListener management,
            AbandonedAppReaper reaper,
            GarbageCollection collection,
            DatabaseWatch database,
            ReactiveCalls calls,
            LifecycleConfig config) {
        this.database = database;
        this.calls = calls;
        this.secretsKey = secretsKey;
        this.bootstrap = bootstrap;
        this.changes = changes;
        this.credentials = credentials;
        this.tokenUses = tokenUses;
        this.domains = domains;
        this.routes = routes;
        this.scaling = scaling;
        this.pools = pools;
        this.containers = containers;
        this.calling = calling;
        this.schedules = schedules;
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
        calls.await(secretsKey::verify);
        calls.await(bootstrap::ensure);
        calls.await(changes::start);
        calls.await(credentials::start);
        calls.await(routes::start);
        tokenUses.start();
        containers.start();
        scaling.start();
        calling.start();
        schedules.start();
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
            tokenUses.stop();
            schedules.stop();
            stopCalls();
            changes.stop();
            stopWorkers();
            stopContainerHistory();
        } finally {
            management.stop();
            ServerState.toDown();
        }
    }

    private void stopCalls() {
        try {
            calling.stop().toCompletableFuture().get(CALLS_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("Running calls were not returned to their queues in time", e);
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

    private void stopContainerHistory() {
        try {
            calls.startUnguarded(containers::stop).toCompletableFuture().get(CALLS_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("The ends of some containers were not recorded in time", e);
        }
    }
}
