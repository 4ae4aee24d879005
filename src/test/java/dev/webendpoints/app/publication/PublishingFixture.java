package dev.webendpoints.app.publication;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppFunction;
import dev.webendpoints.app.AppState;
import dev.webendpoints.app.Apps;
import dev.webendpoints.app.ClientInfo;
import dev.webendpoints.app.Functions;
import dev.webendpoints.endpoint.WebEndpoint;
import dev.webendpoints.endpoint.catalog.Endpoints;
import dev.webendpoints.endpoint.domain.CustomDomains;
import dev.webendpoints.endpoint.domain.EndpointDomain;
import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.Workspace;
import dev.webendpoints.identity.Workspaces;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.testing.Await;
import io.vertx.mutiny.sqlclient.Pool;

/** A separate workspace, and apps that are published in it without a client. */
abstract class PublishingFixture {

    private static final ClientInfo CLIENT = new ClientInfo("1.6.4", "3.11.7");

    @Inject
    Apps apps;

    @Inject
    Functions functions;

    @Inject
    AppPublication publishing;

    @Inject
    Endpoints endpoints;

    @Inject
    CustomDomains domains;

    @Inject
    Pool database;

    @Inject
    Workspaces workspaces;

    @Inject
    Environments environments;

    @Inject
    Routes routes;

    Caller caller;
    Environment main;

    @BeforeEach
    void aWorkspaceOfItsOwn() {
        caller = aCaller();
        main = Await.item(() -> environments.find(caller, ""));
    }

    final Caller aCaller() {
        String name = "w" + UUID.randomUUID().toString().substring(0, 8);
        Workspace workspace = Await.item(() -> workspaces.ensure(name));
        return new Caller(workspace.id, name, "ak-" + name, Scopes.ALL);
    }

    final App deploying(String name) {
        return created(name, AppState.INITIALIZING);
    }

    final App created(String name, AppState state) {
        return Await.item(() -> apps.create(caller, main, name, state, CLIENT, Map.of()));
    }

    final String defined(App app, String tag, String imageId, String label, String... customDomains) {
        AppFunction function = Await.item(() -> functions.precreate(caller, app.id, tag));
        FunctionSpec spec = new FunctionSpec(
                tag,
                new FunctionSpec.Code("app", tag, false, new byte[0], new byte[0]),
                List.of(new FunctionSpec.WebMethod(
                        "",
                        EndpointKind.FASTAPI_ENDPOINT,
                        "GET",
                        false,
                        0,
                        5,
                        label,
                        false,
                        "",
                        List.of(customDomains))),
                imageId,
                List.of(),
                List.of(),
                List.of(),
                new FunctionSpec.Scaling(null, null, null, null, null, false),
                1,
                300,
                300,
                60,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        Await.item(() -> functions.define(caller, app.id, function.id, spec, new byte[] {1}));
        return function.id;
    }

    final PublishResult publish(App app, String tag, String functionId) {
        return publish(app, Map.of(tag, functionId));
    }

    final PublishResult publish(App app, Map<String, String> functionIds) {
        boolean served = app.state == AppState.EPHEMERAL || app.state == AppState.DETACHED;
        PublishRequest request = new PublishRequest(
                served ? "" : app.description,
                "",
                Optional.of(served ? app.state : AppState.DEPLOYED),
                functionIds,
                Map.of(),
                Map.of(),
                null,
                Map.of(),
                CLIENT);
        return Await.item(() -> publishing.publish(caller, app.id, request));
    }

    final void label(String label) {
        String id = theEndpoint().id;
        Await.item(() -> endpoints.setLabel(caller.workspaceId(), id, label));
    }

    final List<EndpointDomain> domainsOf(String endpointId) {
        return Await.item(() -> domains.list(caller.workspaceId(), endpointId));
    }

    final WebEndpoint theEndpoint() {
        return Await.item(() -> endpoints.page(caller.workspaceId(), 10, Optional.empty()))
                .endpoints()
                .get(0);
    }
}
