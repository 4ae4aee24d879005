package dev.webendpoints.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.endpoint.publication.EndpointPublication;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.RandomId;
import dev.webendpoints.schedule.FunctionSchedules;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Creates, finds and stops the apps of a workspace. */
@ApplicationScoped
public class Apps {

    /** A client sends a heartbeat every 15 s; after four missed heartbeats it is considered dead. */
    public static final Duration CLIENT_LOST_AFTER = Duration.ofSeconds(60);

    private static final String LOST_CLIENT = "lost heartbeat";
    private static final String ENVIRONMENT_DELETED = "deleted environment";

    /** Number of apps that are stopped in one transaction. */
    private static final int BATCH = 50;

    private final AppRepository apps;
    private final AppQuota quota;
    private final DeploymentRepository deployments;
    private final EndpointPublication publication;
    private final FunctionSchedules schedules;
    private final ChangeFeed changes;

    Apps(
            AppRepository apps,
            AppQuota quota,
            DeploymentRepository deployments,
            EndpointPublication publication,
            FunctionSchedules schedules,
            ChangeFeed changes) {
        this.apps = apps;
        this.quota = quota;
        this.deployments = deployments;
        this.publication = publication;
        this.schedules = schedules;
        this.changes = changes;
    }

    /**
     * @param description the name, as far as the client knows it
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     */
    public Uni<App> create(
            Caller caller,
            Environment environment,
            String description,
            AppState state,
            ClientInfo client,
            Map<String, String> tags) {
        App app = new App();
        app.id = RandomId.withPrefix("ap");
        app.workspaceId = caller.workspaceId();
        app.environmentId = environment.id;
        app.description = description;
        app.state = state;
        app.clientVersion = client.clientVersion();
        app.pythonVersion = client.pythonVersion();
        app.createdAt = Instant.now();
        app.createdBy = caller.tokenId();
        app.lastHeartbeatAt = app.createdAt;
        app.tags = Map.copyOf(tags);
        return Panache.withTransaction(
                () -> quota.requireRoomForApp(caller.workspaceId()).chain(() -> apps.persist(app)));
    }

    @WithSession
    public Uni<Optional<App>> findDeployed(Caller caller, String environmentId, String name) {
        return apps.deployed(caller.workspaceId(), environmentId, name).map(Optional::ofNullable);
    }

    /** Returns the deployed app, or the one that was stopped last, whose history can still be looked up. */
    @WithSession
    public Uni<Optional<App>> findLatest(Caller caller, String environmentId, String name) {
        return apps.deployed(caller.workspaceId(), environmentId, name)
                .onItem()
                .ifNull()
                .switchTo(() -> apps.stoppedLast(caller.workspaceId(), environmentId, name))
                .map(Optional::ofNullable);
    }

    /** @throws AppNotFound by the Uni */
    @WithSession
    public Uni<App> find(Caller caller, String appId) {
        return apps.ofWorkspace(caller.workspaceId(), appId);
    }

    /** Returns the apps, newest first, including stopped ones. */
    @WithSession
    public Uni<List<App>> list(Caller caller, String environmentId) {
        return apps.ofEnvironment(caller.workspaceId(), environmentId);
    }

    /** Returns the deployments, newest first. @throws AppNotFound by the Uni */
    @WithSession
    public Uni<List<Deployment>> history(Caller caller, String appId) {
        return apps.ofWorkspace(caller.workspaceId(), appId).chain(app -> deployments.ofApp(app.id));
    }

    /** @throws AppNotFound by the Uni */
    public Uni<Void> heartbeat(Caller caller, String appId) {
        return Panache.withTransaction(() -> apps.heard(caller.workspaceId(), appId, Instant.now()));
    }

    /** Stops the app, its endpoints and its schedules; has no effect on a stopped app. @throws AppNotFound by the Uni */
    public Uni<Void> stop(Caller caller, String appId) {
        return Panache.withTransaction(() ->
                        apps.ofWorkspaceLocked(caller.workspaceId(), appId).call(app -> end(app, caller.tokenId())))
                .chain(() -> announce(appId));
    }

    /** Stops the app if it lives only as long as its client, which disconnects. @throws AppNotFound by the Uni */
    public Uni<Void> disconnect(Caller caller, String appId) {
        return Panache.withTransaction(() -> apps.ofWorkspaceLocked(caller.workspaceId(), appId)
                        .call(app -> app.state.endsWithItsClient()
                                ? end(app, caller.tokenId())
                                : Uni.createFrom().voidItem()))
                .chain(() -> announce(appId));
    }

    /**
     * Stops the apps whose last heartbeat is older than {@link #CLIENT_LOST_AFTER}: those that end with their client,
     * and detached ones that have nothing left to do. Returns their number.
     */
    public Uni<Integer> reap(Instant now) {
        Instant moment = now.minus(CLIENT_LOST_AFTER);
        return Panache.withTransaction(() -> apps.unheardSince(moment)
                        .chain(lost -> apps.idleDetached(moment)
                                .map(idle -> Stream.concat(lost.stream(), idle.stream())
                                        .toList()))
                        .call(lost -> endAll(lost, LOST_CLIENT)))
                .call(ended -> announceAll(ended))
                .map(List::size);
    }

    /** Stops all apps of an environment, some at a time. */
    public Uni<Void> stopAll(String environmentId) {
        return Panache.withTransaction(() ->
                        apps.runningLocked(environmentId, BATCH).call(found -> endAll(found, ENVIRONMENT_DELETED)))
                .call(changed -> announceAll(changed))
                .chain(found -> found.isEmpty() ? Uni.createFrom().voidItem() : stopAll(environmentId));
    }

    private Uni<Void> endAll(List<App> all, String by) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(app -> end(app, by))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> announceAll(List<App> changed) {
        return announce(changed.stream().map(app -> app.id).toArray(String[]::new));
    }

    private Uni<Void> announce(String... appIds) {
        return appIds.length == 0
                ? Uni.createFrom().voidItem()
                : changes.announce(ChangeTopic.ROUTES, ChangeSet.of(appIds));
    }

    private Uni<Void> end(App app, String by) {
        if (app.state == AppState.STOPPED) {
            return Uni.createFrom().voidItem();
        }
        app.stop(by, Instant.now());
        return publication.withdraw(app.id).chain(() -> schedules.withdraw(app.id));
    }
}
