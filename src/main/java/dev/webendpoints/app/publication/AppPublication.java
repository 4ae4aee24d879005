package dev.webendpoints.app.publication;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.exception.ConstraintViolationException;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppClasses;
import dev.webendpoints.app.AppNameTaken;
import dev.webendpoints.app.AppNotFound;
import dev.webendpoints.app.AppRepository;
import dev.webendpoints.app.AppState;
import dev.webendpoints.app.ClassNotFound;
import dev.webendpoints.app.Deployment;
import dev.webendpoints.app.DeploymentRepository;
import dev.webendpoints.app.FunctionDefinition;
import dev.webendpoints.app.FunctionRepository;
import dev.webendpoints.app.autoscaler.AutoscalerRepository;
import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.identity.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Publishes atomically: one transaction makes a set of definitions the served deployment, with its endpoints. A failure
 * before the commit changes nothing that is served. A publish removes the autoscaler overrides of the app's functions,
 * even if nothing else changes.
 */
@ApplicationScoped
public class AppPublication {

    private static final String NAME_CONSTRAINT = "app_deployed_name";

    private final AppRepository apps;
    private final FunctionRepository functions;
    private final DeploymentRepository deployments;
    private final AutoscalerRepository overrides;
    private final AppClasses classes;
    private final DeploymentSwitch next;
    private final ChangeFeed changes;

    AppPublication(
            AppRepository apps,
            FunctionRepository functions,
            DeploymentRepository deployments,
            AutoscalerRepository overrides,
            AppClasses classes,
            DeploymentSwitch next,
            ChangeFeed changes) {
        this.apps = apps;
        this.functions = functions;
        this.deployments = deployments;
        this.overrides = overrides;
        this.classes = classes;
        this.next = next;
        this.changes = changes;
    }

    /**
     * Completes when requests reach the new deployment.
     *
     * @throws AppNotFound by the Uni
     * @throws FailedPrecondition by the Uni
     * @throws AppNameTaken by the Uni, if another app was deployed under the name in the meantime
     * @throws FailedPrecondition by the Uni
     * @throws ClassNotFound by the Uni
     * @throws dev.webendpoints.failure.InvalidRequest by the Uni
     * @throws dev.webendpoints.endpoint.HostnameTaken by the Uni
     */
    public Uni<PublishResult> publish(Caller caller, String appId, PublishRequest request) {
        return Panache.withTransaction(() ->
                        apps.ofWorkspaceLocked(caller.workspaceId(), appId).chain(app -> publish(caller, app, request)))
                .onFailure(AppPublication::isNameTaken)
                .transform(raced -> new AppNameTaken(request.name()))
                // Also if nothing changed: an earlier call may have been interrupted between its commit and this step.
                .call(() -> changes.announce(ChangeTopic.ROUTES, ChangeSet.of(appId)));
    }

    /**
     * Stores the next version of a deployed app without serving it, so that {@link Redeployment} can promote it.
     *
     * @throws AppNotFound by the Uni
     * @throws FailedPrecondition by the Uni
     * @throws ClassNotFound by the Uni
     */
    public Uni<PublishResult> stage(Caller caller, String appId, PublishRequest request) {
        return Panache.withTransaction(
                () -> apps.ofWorkspaceLocked(caller.workspaceId(), appId).chain(app -> stage(caller, app, request)));
    }

    private Uni<PublishResult> stage(Caller caller, App app, PublishRequest request) {
        if (app.state != AppState.DEPLOYED || app.version == 0) {
            return Uni.createFrom()
                    .failure(new FailedPrecondition(
                            "the first version of an app cannot be staged; deploy it without --staged"));
        }
        return refuseForeignClasses(app, request)
                .chain(() -> definitions(app, request))
                .chain(definitions -> isServed(app, app.state, app.name, definitions, request)
                        .chain(served -> served
                                ? unchanged(app)
                                : next.stage(app, deployment(caller, Deployment.Kind.STAGED, definitions, request))));
    }

    private static Uni<PublishResult> unchanged(App app) {
        return Uni.createFrom().item(new PublishResult(app.id, app.version, app.deployedAt, false));
    }

    private static boolean isNameTaken(Throwable failure) {
        return failure instanceof ConstraintViolationException violation
                && NAME_CONSTRAINT.equals(violation.getConstraintName());
    }

    private Uni<PublishResult> publish(Caller caller, App app, PublishRequest request) {
        if (app.state == AppState.STOPPED) {
            return Uni.createFrom()
                    .failure(new FailedPrecondition(
                            "the app " + app.id + " is stopped; deploy again to create a new one"));
        }
        AppState state = request.state().orElse(app.state);
        String name = request.name().isEmpty() ? app.name : request.name();
        return overrides
                .deleteOfApp(app.id)
                .chain(() -> refuseForeignClasses(app, request))
                .chain(() -> refuseTakenName(app, state, name))
                .chain(() -> definitions(app, request))
                .chain(definitions -> isServed(app, state, name, definitions, request)
                        .chain(served ->
                                served ? unchanged(app) : switchTo(caller, app, state, name, definitions, request)));
    }

    private Uni<Void> refuseForeignClasses(App app, PublishRequest request) {
        return classes.ofApp(app.id)
                .invoke(own -> {
                    List<String> ownIds = own.stream().map(row -> row.id).toList();
                    request.classes().values().stream()
                            .filter(id -> !ownIds.contains(id))
                            .findFirst()
                            .ifPresent(foreign -> {
                                throw new ClassNotFound(foreign);
                            });
                })
                .replaceWithVoid();
    }

    private Uni<Void> refuseTakenName(App app, AppState state, String name) {
        if (state != AppState.DEPLOYED) {
            return Uni.createFrom().voidItem();
        }
        return apps.deployed(app.workspaceId, app.environmentId, name)
                .invoke(other -> {
                    if (other != null && !other.id.equals(app.id)) {
                        throw new AppNameTaken(name);
                    }
                })
                .replaceWithVoid();
    }

    /** Returns the definitions to serve, each of a function of this app. */
    private Uni<List<FunctionDefinition>> definitions(App app, PublishRequest request) {
        return Multi.createFrom()
                .iterable(request.functions().values())
                .onItem()
                .transformToUniAndConcatenate(functionId -> definitionOf(app, functionId, request))
                .collect()
                .asList();
    }

    private Uni<FunctionDefinition> definitionOf(App app, String functionId, PublishRequest request) {
        String definitionId = request.definitions().getOrDefault(functionId, "");
        Uni<FunctionDefinition> definition = functions
                .ofApp(app.id, functionId)
                .chain(function -> definitionId.isEmpty()
                        ? functions.latestDefinition(functionId)
                        : functions.definition(definitionId));
        return definition.map(found -> {
            if (found == null || !found.functionId.equals(functionId)) {
                throw new FailedPrecondition(
                        "the function " + functionId + " has no definition in this app; deploy again");
            }
            return found;
        });
    }

    /** Returns whether the current deployment already equals the requested one. */
    private Uni<Boolean> isServed(
            App app, AppState state, String name, List<FunctionDefinition> definitions, PublishRequest request) {
        if (app.version == 0 || app.state != state || (name != null && !name.equals(app.name))) {
            return Uni.createFrom().item(false);
        }
        Map<String, String> wanted = NewDeployment.byFunction(definitions);
        return deployments.functions(app.id, app.version).chain(current -> {
            Map<String, String> now = new HashMap<>();
            current.forEach(row -> now.put(row.key.functionId(), row.definitionId));
            return !now.equals(wanted)
                    ? Uni.createFrom().item(false)
                    : deployments
                            .classes(app.id, app.version)
                            .map(rows -> new HashSet<>(rows.stream()
                                            .map(row -> row.key.tag())
                                            .toList())
                                    .equals(request.classes().keySet()));
        });
    }

    private Uni<PublishResult> switchTo(
            Caller caller,
            App app,
            AppState state,
            String name,
            List<FunctionDefinition> definitions,
            PublishRequest request) {
        app.state = state;
        app.name = name;
        app.lastHeartbeatAt = Instant.now();
        app.tags = Map.copyOf(request.tags());
        return next.serve(caller, app, deployment(caller, Deployment.Kind.STANDARD, definitions, request));
    }

    private static NewDeployment deployment(
            Caller caller, Deployment.Kind kind, List<FunctionDefinition> definitions, PublishRequest request) {
        return new NewDeployment(
                kind,
                null,
                caller.tokenId(),
                request.client(),
                request.deploymentTag(),
                request.commitInfo(),
                definitions,
                request.classes());
    }
}
