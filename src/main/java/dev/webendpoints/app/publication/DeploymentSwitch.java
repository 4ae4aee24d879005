package dev.webendpoints.app.publication;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.App;
import dev.webendpoints.app.Deployment;
import dev.webendpoints.app.DeploymentRepository;
import dev.webendpoints.app.EndpointDeclarations;
import dev.webendpoints.app.FunctionDefinition;
import dev.webendpoints.endpoint.EndpointDeclaration;
import dev.webendpoints.endpoint.publication.EndpointPublication;
import dev.webendpoints.function.CallSchedule;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.schedule.FunctionSchedules;
import io.smallrye.mutiny.Uni;

/** Stores the next version of an app, and makes it the served one. The caller's transaction has locked the app. */
@ApplicationScoped
class DeploymentSwitch {

    private final DeploymentRepository deployments;
    private final Environments environments;
    private final EndpointPublication publication;
    private final FunctionSchedules schedules;

    DeploymentSwitch(
            DeploymentRepository deployments,
            Environments environments,
            EndpointPublication publication,
            FunctionSchedules schedules) {
        this.deployments = deployments;
        this.environments = environments;
        this.publication = publication;
        this.schedules = schedules;
    }

    /** Stores the version; the app serves what it served before. */
    Uni<PublishResult> stage(App app, NewDeployment wanted) {
        return store(app, wanted, Instant.now());
    }

    /** The app has the name and the state of the new version already. */
    Uni<PublishResult> serve(Caller caller, App app, NewDeployment wanted) {
        Instant now = Instant.now();
        app.deployedAt = now;
        app.deployedBy = wanted.deployedBy();
        app.clientVersion = wanted.client().clientVersion();
        app.pythonVersion = wanted.client().pythonVersion();
        return store(app, wanted, now)
                .invoke(stored -> app.version = stored.version())
                .call(stored -> environments
                        .findById(caller, app.environmentId)
                        .chain(environment -> publication.publish(
                                EndpointDeclarations.owner(caller, environment, app, webMethods(wanted.definitions())),
                                declarations(app, wanted.definitions()))))
                .call(stored -> schedules.publish(app.workspaceId, app.id, schedules(wanted.definitions())));
    }

    private Uni<PublishResult> store(App app, NewDeployment wanted, Instant now) {
        app.newestVersion++;
        Deployment deployment = new Deployment();
        deployment.key = new Deployment.Key(app.id, app.newestVersion);
        deployment.deployedAt = now;
        deployment.deployedBy = wanted.deployedBy();
        deployment.kind = wanted.kind();
        deployment.sourceVersion = wanted.sourceVersion();
        deployment.clientVersion = wanted.client().clientVersion();
        deployment.pythonVersion = wanted.client().pythonVersion();
        deployment.tag = wanted.tag();
        deployment.commitInfo = wanted.commitInfo();
        return deployments
                .insert(deployment, NewDeployment.byFunction(wanted.definitions()), wanted.classes())
                .replaceWith(new PublishResult(app.id, app.newestVersion, now, true));
    }

    private static List<EndpointDeclaration> declarations(App app, List<FunctionDefinition> definitions) {
        return definitions.stream()
                .flatMap(definition -> EndpointDeclarations.of(
                        app.nameInUrls(), definition.functionId, definition.spec.tag(), definition.spec.webMethods())
                        .stream())
                .toList();
    }

    private static Map<String, CallSchedule> schedules(List<FunctionDefinition> definitions) {
        return definitions.stream()
                .filter(definition -> definition.spec.schedule() != null)
                .collect(Collectors.toMap(
                        definition -> definition.functionId, definition -> definition.spec.schedule()));
    }

    private static List<FunctionSpec.WebMethod> webMethods(List<FunctionDefinition> definitions) {
        return definitions.stream()
                .flatMap(definition -> definition.spec.webMethods().stream())
                .toList();
    }
}
