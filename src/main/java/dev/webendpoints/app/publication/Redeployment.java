package dev.webendpoints.app.publication;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppNotFound;
import dev.webendpoints.app.AppRepository;
import dev.webendpoints.app.AppState;
import dev.webendpoints.app.AppsConfig;
import dev.webendpoints.app.ClientInfo;
import dev.webendpoints.app.Deployment;
import dev.webendpoints.app.Deployment.Kind;
import dev.webendpoints.app.DeploymentRepository;
import dev.webendpoints.app.FunctionDefinition;
import dev.webendpoints.app.FunctionRepository;
import dev.webendpoints.app.autoscaler.AutoscalerRepository;
import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.identity.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Publishes a version of a deployed app again, as a new version: an earlier one (rollback), the served one, for new
 * workers (rollover), or a staged one (promotion). Its definitions are copied, so that no worker of an earlier version
 * serves the new one. A rollover keeps the autoscaler overrides of the app's functions; the others remove them, as a
 * deploy does.
 */
@ApplicationScoped
public class Redeployment {

    /** Stands for the version that was served before the current one. */
    public static final int PREVIOUS = -1;

    private final AppRepository apps;
    private final FunctionRepository functions;
    private final DeploymentRepository deployments;
    private final AutoscalerRepository overrides;
    private final DeploymentSwitch next;
    private final ChangeFeed changes;
    private final AppsConfig config;

    Redeployment(
            AppRepository apps,
            FunctionRepository functions,
            DeploymentRepository deployments,
            AutoscalerRepository overrides,
            DeploymentSwitch next,
            ChangeFeed changes,
            AppsConfig config) {
        this.apps = apps;
        this.functions = functions;
        this.deployments = deployments;
        this.overrides = overrides;
        this.next = next;
        this.changes = changes;
        this.config = config;
    }

    /** A version that can be published again, unless something that its functions refer to is gone. */
    public record Source(int version, List<FunctionSpec> specs) {}

    private record Found(Deployment deployment, List<FunctionDefinition> definitions) {}

    /**
     * Returns what would be published.
     *
     * @param version {@link #PREVIOUS} for a rollback to the previous one; ignored by a rollover
     * @throws AppNotFound by the Uni
     * @throws FailedPrecondition by the Uni, if the app has no such version or does not keep its definitions
     */
    public Uni<Source> find(Caller caller, String appId, Kind kind, int version) {
        return Panache.withTransaction(() -> apps.ofWorkspaceLocked(caller.workspaceId(), appId)
                .chain(app -> find(app, kind, version))
                .map(found -> new Source(
                        found.deployment().key.version(),
                        found.definitions().stream()
                                .map(definition -> definition.spec)
                                .toList())));
    }

    /**
     * Completes when requests reach the new version.
     *
     * @param version that {@link #find} has returned
     * @throws AppNotFound by the Uni
     * @throws FailedPrecondition by the Uni, as by {@link #find}
     * @throws dev.webendpoints.endpoint.HostnameTaken by the Uni
     */
    public Uni<PublishResult> publish(Caller caller, String appId, Kind kind, int version) {
        return Panache.withTransaction(() -> apps.ofWorkspaceLocked(caller.workspaceId(), appId)
                        .call(app ->
                                kind == Kind.ROLLOVER ? Uni.createFrom().voidItem() : overrides.deleteOfApp(app.id))
                        .chain(app -> find(app, kind, version).chain(found -> publish(caller, app, kind, found))))
                .call(() -> changes.announce(ChangeTopic.ROUTES, ChangeSet.of(appId)));
    }

    private Uni<PublishResult> publish(Caller caller, App app, Kind kind, Found found) {
        Deployment source = found.deployment();
        return copies(found.definitions())
                .chain(definitions -> deployments
                        .classes(app.id, source.key.version())
                        .map(rows -> rows.stream().collect(Collectors.toMap(row -> row.key.tag(), row -> row.classId)))
                        .chain(classes ->
                                next.serve(caller, app, deployment(caller, kind, source, definitions, classes))));
    }

    private static NewDeployment deployment(
            Caller caller,
            Kind kind,
            Deployment source,
            List<FunctionDefinition> definitions,
            Map<String, String> classes) {
        return new NewDeployment(
                kind,
                source.key.version(),
                caller.tokenId(),
                new ClientInfo(source.clientVersion, source.pythonVersion),
                source.tag,
                source.commitInfo,
                definitions,
                classes);
    }

    private Uni<List<FunctionDefinition>> copies(List<FunctionDefinition> definitions) {
        Instant now = Instant.now();
        return Multi.createFrom()
                .iterable(definitions)
                .onItem()
                .transformToUniAndConcatenate(definition -> functions.persist(definition.copy(now)))
                .collect()
                .asList();
    }

    // Which version ------------------------------------------------------------------------------------------------

    private Uni<Found> find(App app, Kind kind, int version) {
        if (app.state != AppState.DEPLOYED || app.version == 0) {
            return Uni.createFrom().failure(new FailedPrecondition("the app " + app.id + " is not deployed"));
        }
        return source(app, kind, version)
                .invoke(deployment -> refuseUnfit(app, kind, deployment))
                .chain(deployment -> deployments
                        .functionsLocked(app.id, deployment.key.version())
                        .chain(rows -> functions.definitions(
                                app.id,
                                rows.stream().map(row -> row.definitionId).toList()))
                        .map(definitions -> new Found(deployment, definitions)));
    }

    private Uni<Deployment> source(App app, Kind kind, int version) {
        boolean previous = kind == Kind.ROLLBACK && version == PREVIOUS;
        int wanted = kind == Kind.ROLLOVER ? app.version : version;
        return (previous
                        ? deployments.previous(app.id, app.version)
                        : deployments.findById(new Deployment.Key(app.id, wanted)))
                .onItem()
                .ifNull()
                .failWith(() -> new FailedPrecondition(
                        previous
                                ? "the app has no version before v" + app.version
                                : "the app has no version v" + version));
    }

    private void refuseUnfit(App app, Kind kind, Deployment deployment) {
        int version = deployment.key.version();
        if (kind == Kind.ROLLBACK && version == app.version) {
            throw new FailedPrecondition(
                    "v" + version + " is the version that is served; `modal app rollover` replaces its containers");
        }
        if (kind == Kind.ROLLBACK && deployment.kind == Kind.STAGED) {
            throw new FailedPrecondition("v" + version + " is staged; `modal app promote` publishes it");
        }
        if (kind == Kind.PROMOTION && deployment.kind != Kind.STAGED) {
            throw new FailedPrecondition("v" + version + " is not staged; `modal app rollback` returns to it");
        }
        if (!isKept(app, version)) {
            throw new FailedPrecondition(
                    "the functions of v" + version + " are not kept any more: the server keeps the "
                            + config.keepVersions() + " newest versions of an app");
        }
    }

    /** Returns whether a rollback to the deployment is possible, as far as it is known without its functions. */
    public boolean allowsRollback(App app, Deployment deployment) {
        return deployment.kind != Kind.STAGED
                && deployment.key.version() != app.version
                && isKept(app, deployment.key.version());
    }

    /** Returns whether the definitions of a version are kept; the collector deletes those of others. */
    private boolean isKept(App app, int version) {
        return version == app.version || version > app.newestVersion - config.keepVersions();
    }
}
