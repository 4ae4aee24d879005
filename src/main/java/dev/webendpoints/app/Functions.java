package dev.webendpoints.app;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.publication.AppPublication;
import dev.webendpoints.endpoint.UrlProposal;
import dev.webendpoints.endpoint.publication.EndpointPublication;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.identity.RandomId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** Functions of apps: first created by name, then defined, and served once {@link AppPublication} publishes them. */
@ApplicationScoped
public class Functions {

    private final AppRepository apps;
    private final FunctionRepository functions;
    private final RecentSpecs specs;
    private final AppQuota quota;
    private final DeploymentRepository deployments;
    private final Environments environments;
    private final EndpointPublication publication;
    private final DeploymentFingerprint fingerprint;

    Functions(
            AppRepository apps,
            FunctionRepository functions,
            RecentSpecs specs,
            AppQuota quota,
            DeploymentRepository deployments,
            Environments environments,
            EndpointPublication publication,
            DeploymentFingerprint fingerprint) {
        this.apps = apps;
        this.functions = functions;
        this.specs = specs;
        this.quota = quota;
        this.deployments = deployments;
        this.environments = environments;
        this.publication = publication;
        this.fingerprint = fingerprint;
    }

    /**
     * Returns the function with the name in the app, creating it if absent.
     *
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     * @throws AppNotFound by the Uni
     */
    public Uni<AppFunction> precreate(Caller caller, String appId, String tag) {
        return Panache.withTransaction(() -> apps.ofWorkspace(caller.workspaceId(), appId)
                .chain(app -> functions
                        .named(app.id, tag)
                        .onItem()
                        .ifNull()
                        .switchTo(() -> quota.requireRoomForFunction(caller.workspaceId())
                                .chain(() -> functions.named(app.id, RandomId.withPrefix("fu"), tag)))));
    }

    /**
     * Returns the URLs that the function has or will have.
     *
     * @param tag {@code square}, or {@code Model.*}
     * @throws AppNotFound by the Uni
     * @throws dev.webendpoints.failure.InvalidRequest by the Uni
     * @throws dev.webendpoints.endpoint.HostnameTaken by the Uni
     */
    @WithSession
    public Uni<List<UrlProposal>> propose(
            Caller caller, String appId, String functionId, String tag, List<FunctionSpec.WebMethod> webMethods) {
        return apps.ofWorkspace(caller.workspaceId(), appId)
                .chain(app -> environments
                        .findById(caller, app.environmentId)
                        .chain(environment -> publication.propose(
                                EndpointDeclarations.owner(caller, environment, app, webMethods),
                                EndpointDeclarations.of(app.nameInUrls(), functionId, tag, webMethods))));
    }

    /**
     * Defines the function for the next deployment. A definition equal to the latest one is not stored again, so that a
     * deploy without changes has no effect.
     *
     * @param clientMessage opaque; returned by lookups
     * @throws AppNotFound by the Uni
     * @throws FunctionNotFound by the Uni
     */
    public Uni<FunctionDefinition> define(
            Caller caller, String appId, String functionId, FunctionSpec spec, byte[] clientMessage) {
        String print = fingerprint.of(spec);
        return Panache.withTransaction(() -> apps.ofWorkspace(caller.workspaceId(), appId)
                .chain(app -> functions.ofApp(app.id, functionId))
                .chain(function -> functions.latestDefinition(function.id))
                .chain(latest -> latest != null && latest.fingerprint.equals(print)
                        ? usedAgain(latest)
                        : Uni.createFrom().nullItem())
                .onItem()
                .ifNull()
                .switchTo(() -> functions.persist(definition(functionId, spec, print, clientMessage))));
    }

    /** Null if it has been collected in the meantime. */
    private Uni<FunctionDefinition> usedAgain(FunctionDefinition definition) {
        return functions.noteUse(definition.id).map(there -> there ? definition : null);
    }

    /**
     * Returns a function of a deployed app.
     *
     * @throws FunctionNotFound by the Uni
     */
    @WithSession
    public Uni<PublishedFunction> find(Caller caller, String environmentId, String appName, String tag) {
        return functions
                .deployed(caller.workspaceId(), environmentId, appName, tag)
                .onItem()
                .ifNull()
                .failWith(() -> new FunctionNotFound(
                        "'" + tag + "' in an app named '" + appName + "' is deployed in this environment"));
    }

    /** @throws FunctionNotFound by the Uni */
    @WithSession
    public Uni<PublishedFunction> findById(Caller caller, String functionId) {
        return functions
                .published(caller.workspaceId(), functionId)
                .onItem()
                .ifNull()
                .failWith(() -> new FunctionNotFound(functionId));
    }

    /** Returns the function as its app serves it now. Null if the workspace has none that does. */
    @WithSession
    public Uni<PublishedFunction> current(String workspaceId, String functionId) {
        return functions.published(workspaceId, functionId);
    }

    /** Returns the functions of the app's current deployment; empty if there is none or the app is not the caller's. */
    @WithSession
    public Uni<List<PublishedFunction>> ofApp(Caller caller, String appId) {
        return functions.publishedOfApp(caller.workspaceId(), appId);
    }

    /** Returns the served functions of all apps, for the routes. */
    @WithSession
    public Uni<List<ServedFunction>> served() {
        return deployments.served();
    }

    /** Returns the served functions of these apps, for the routes. */
    @WithSession
    public Uni<List<ServedFunction>> served(Collection<String> appIds) {
        return deployments.served(appIds);
    }

    /** Returns the app of a definition, without an access check. @throws NoSuchElementException by the Uni */
    @WithSession
    public Uni<DefinedApp> appOf(String definitionId) {
        return functions
                .appOf(definitionId)
                .onItem()
                .ifNull()
                .failWith(() -> new NoSuchElementException("no definition " + definitionId));
    }

    /**
     * Returns the spec of a definition, without an access check. It may be remembered of one that was deleted.
     *
     * @throws NoSuchElementException by the Uni
     */
    @WithSession
    public Uni<FunctionSpec> spec(String definitionId) {
        return specs.find(definitionId)
                .onItem()
                .ifNull()
                .failWith(() -> new NoSuchElementException("no definition " + definitionId));
    }

    /** Returns the functions that the app serves, each once for each of its hostnames, without an access check. */
    @WithSession
    public Uni<List<LinkedFunction>> linked(String appId) {
        return functions.linked(appId);
    }

    private static FunctionDefinition definition(
            String functionId, FunctionSpec spec, String print, byte[] clientMessage) {
        FunctionDefinition definition = new FunctionDefinition();
        definition.id = RandomId.withPrefix("de");
        definition.functionId = functionId;
        definition.spec = spec;
        definition.fingerprint = print;
        definition.timeoutSecs = spec.timeoutSecs();
        definition.parameters = ParameterList.write(spec.parameters());
        Integer minContainers = spec.scaling().minContainers();
        definition.minContainers = minContainers == null ? 0 : minContainers;
        definition.clientMessage = clientMessage;
        definition.createdAt = Instant.now();
        return definition;
    }
}
