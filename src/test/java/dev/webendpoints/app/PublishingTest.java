package dev.webendpoints.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.endpoint.DomainTaken;
import dev.webendpoints.endpoint.Domains;
import dev.webendpoints.endpoint.EndpointDomain;
import dev.webendpoints.endpoint.Endpoints;
import dev.webendpoints.endpoint.HostnameTaken;
import dev.webendpoints.endpoint.InvalidDomain;
import dev.webendpoints.endpoint.WebEndpoint;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.Workspace;
import dev.webendpoints.identity.Workspaces;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PublishingTest {

    private static final ClientInfo CLIENT = new ClientInfo("1.6.4", "3.11.7");

    @Inject
    Apps apps;

    @Inject
    Functions functions;

    @Inject
    Publishing publishing;

    @Inject
    Endpoints endpoints;

    @Inject
    Domains domains;

    @Inject
    Pool database;

    @Inject
    Workspaces workspaces;

    @Inject
    Environments environments;

    @Inject
    Routes routes;

    private Caller caller;
    private Environment main;

    @BeforeEach
    void aWorkspaceOfItsOwn() {
        caller = aCaller();
        main = Await.item(() -> environments.find(caller, ""));
    }

    @Test
    void aPublishedFunctionHasARoute() {
        // Given
        App app = deploying("hello");
        String functionId = defined(app, "f", "im-1", null);
        // When
        publish(app, "f", functionId);
        // Then
        Route route = routes.current().find(caller.workspace() + "--hello-f");
        assertThat(route.functionId()).isEqualTo(functionId);
    }

    @Test
    void nothingIsServedBeforeThePublish() {
        // Given
        App app = deploying("hello");
        // When
        defined(app, "f", "im-1", null);
        // Then
        assertThat(routes.current().find(caller.workspace() + "--hello-f")).isNull();
    }

    @Test
    void aDefinitionOfALaterDeployChangesNothingUntilItIsPublished() {
        // Given
        App app = deploying("hello");
        String functionId = defined(app, "f", "im-1", null);
        publish(app, "f", functionId);
        String served = routes.current().find(caller.workspace() + "--hello-f").definitionId();
        // When
        defined(app, "f", "im-2", null);
        // Then
        assertThat(routes.current().find(caller.workspace() + "--hello-f").definitionId())
                .isEqualTo(served);
    }

    @Test
    void publishingTheSameAgainIsNoNewVersion() {
        // Given
        App app = deploying("hello");
        String functionId = defined(app, "f", "im-1", null);
        publish(app, "f", functionId);
        // When
        defined(app, "f", "im-1", null);
        Published again = publish(app, "f", functionId);
        // Then
        assertThat(again).extracting(Published::version, Published::changed).containsExactly(1, false);
    }

    @Test
    void publishingAChangeIsTheNextVersion() {
        // Given
        App app = deploying("hello");
        String functionId = defined(app, "f", "im-1", null);
        publish(app, "f", functionId);
        // When
        defined(app, "f", "im-2", null);
        Published next = publish(app, "f", functionId);
        // Then
        assertThat(next).extracting(Published::version, Published::changed).containsExactly(2, true);
    }

    @Test
    void aFunctionThatTheNextDeploymentLacksHasNoRouteAnyMore() {
        // Given
        App app = deploying("hello");
        String first = defined(app, "f", "im-1", null);
        publish(app, "f", first);
        // When
        publish(app, "g", defined(app, "g", "im-1", null));
        // Then
        assertThat(routes.current().find(caller.workspace() + "--hello-f")).isNull();
    }

    @Test
    void aStoppedAppHasNoRoutes() {
        // Given
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", "im-1", null));
        // When
        Await.item(() -> apps.stop(caller, app.id));
        // Then
        assertThat(routes.current().find(caller.workspace() + "--hello-f")).isNull();
    }

    @Test
    void theOperatorsLabelSurvivesARedeploy() {
        // Given
        App app = deploying("hello");
        String functionId = defined(app, "f", "im-1", "from-code");
        publish(app, "f", functionId);
        label("from-operator");
        // When
        defined(app, "f", "im-2", "from-code");
        publish(app, "f", functionId);
        // Then
        assertThat(theEndpoint().hostname).isEqualTo(caller.workspace() + "--from-operator");
    }

    @Test
    void theOperatorsAuthSurvivesARedeploy() {
        // Given
        App app = deploying("hello");
        String functionId = defined(app, "f", "im-1", null);
        publish(app, "f", functionId);
        String id = theEndpoint().id;
        Await.item(() -> endpoints.setAuth(caller.workspaceId(), id, "bearer"));
        // When
        defined(app, "f", "im-2", null);
        publish(app, "f", functionId);
        // Then
        assertThat(routes.current().find(caller.workspace() + "--hello-f").access())
                .isEqualTo(Route.Access.BEARER);
    }

    @Test
    void aClearedLabelGivesTheUrlOfTheCodeBack() {
        // Given
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", "im-1", null));
        label("mine");
        // When
        label("");
        // Then
        assertThat(theEndpoint().hostname).isEqualTo(caller.workspace() + "--hello-f");
    }

    @Test
    void theOldHostnameOfAMovedEndpointIsGoneWhenTheChangeIsAnswered() {
        // Given
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", "im-1", null));
        // When
        label("mine");
        // Then
        assertThat(routes.current().find(caller.workspace() + "--hello-f")).isNull();
    }

    @Test
    void twoDeployedAppsCannotHaveOneLabel() {
        // Given
        App first = deploying("first");
        publish(first, "f", defined(first, "f", "im-1", "shared"));
        App second = deploying("second");
        String functionId = defined(second, "f", "im-1", "shared");
        // When, Then
        assertThatThrownBy(() -> publish(second, "f", functionId)).isInstanceOf(HostnameTaken.class);
    }

    @Test
    void twoFunctionsMaySwapTheirLabels() {
        // Given
        App app = deploying("swap");
        String f = defined(app, "f", "im-1", "one");
        String g = defined(app, "g", "im-1", "two");
        publish(app, Map.of("f", f, "g", g));
        // When
        defined(app, "f", "im-1", "two");
        defined(app, "g", "im-1", "one");
        publish(app, Map.of("f", f, "g", g));
        // Then
        assertThat(routes.current().find(caller.workspace() + "--two").functionId())
                .isEqualTo(f);
    }

    @Test
    void aServedAppTakesTheHostnameOfAnotherServedApp() {
        // Given
        App older = created("same", AppState.EPHEMERAL);
        publish(older, "f", defined(older, "f", "im-1", null));
        App newer = created("same", AppState.EPHEMERAL);
        String functionId = defined(newer, "f", "im-1", null);
        // When
        publish(newer, "f", functionId);
        // Then
        assertThat(routes.current().find(caller.workspace() + "--same-f-dev").functionId())
                .isEqualTo(functionId);
    }

    @Test
    void anAppWithoutEndpointsIsPublished() {
        // Given
        App app = deploying("hello");
        // When
        Published published = publish(app, Map.of());
        // Then
        assertThat(published.version()).isEqualTo(1);
    }

    @Test
    void theDomainsOfTheCodeArePendingAfterADeploy() {
        // Given
        App app = deploying("hello");
        // When
        publish(app, "f", defined(app, "f", "im-1", null, "api." + caller.workspace() + ".example"));
        // Then
        assertThat(domainsOf(theEndpoint().id))
                .extracting(EndpointDomain::name, EndpointDomain::isVerified)
                .containsExactly(tuple("api." + caller.workspace() + ".example", false));
    }

    @Test
    void theOperatorsDomainsSurviveARedeploy() {
        // Given
        App app = deploying("hello");
        String functionId = defined(app, "f", "im-1", null, "code." + caller.workspace() + ".example");
        publish(app, "f", functionId);
        String id = theEndpoint().id;
        String own = "own." + caller.workspace() + ".example";
        Await.item(() -> domains.set(caller.workspaceId(), id, List.of(own)));
        // When
        defined(app, "f", "im-2", null, "code." + caller.workspace() + ".example");
        publish(app, "f", functionId);
        // Then
        assertThat(domainsOf(id)).extracting(EndpointDomain::name).containsExactly(own);
    }

    @Test
    void aDomainStaysVerifiedWhenItsFunctionIsRenamed() {
        // Given
        String name = "api." + caller.workspace() + ".example";
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", "im-1", null, name));
        Await.item(() -> database.preparedQuery("update endpoint_domain set verified_at = now() where name = $1")
                .execute(Tuple.of(name)));
        // When
        publish(app, "g", defined(app, "g", "im-1", null, name));
        // Then
        assertThat(routes.current().findByDomain(name).hostname()).isEqualTo(caller.workspace() + "--hello-g");
    }

    @Test
    void aServedAppTakesNoDomain() {
        // Given
        App app = created("hello", AppState.EPHEMERAL);
        // When
        publish(app, "f", defined(app, "f", "im-1", null, "api." + caller.workspace() + ".example"));
        // Then
        assertThat(domainsOf(theEndpoint().id)).isEmpty();
    }

    @Test
    void twoAppsCannotHaveOneDomain() {
        // Given
        String name = "api." + caller.workspace() + ".example";
        App first = deploying("first");
        publish(first, "f", defined(first, "f", "im-1", null, name));
        App second = deploying("second");
        String functionId = defined(second, "f", "im-1", null, name);
        // When, Then
        assertThatThrownBy(() -> publish(second, "f", functionId))
                .isInstanceOf(DomainTaken.class)
                .hasMessageContaining(name);
    }

    @Test
    void aDomainIsFreeWhenItsAppIsStopped() {
        // Given
        String name = "api." + caller.workspace() + ".example";
        App first = deploying("first");
        publish(first, "f", defined(first, "f", "im-1", null, name));
        Await.item(() -> apps.stop(caller, first.id));
        App second = deploying("second");
        // When
        publish(second, "f", defined(second, "f", "im-1", null, name));
        // Then
        assertThat(domainsOf(theEndpoint().id)).extracting(EndpointDomain::name).containsExactly(name);
    }

    @Test
    void aDomainThatIsNoneIsRefused() {
        // Given
        App app = deploying("hello");
        String functionId = defined(app, "f", "im-1", null, "no domain");
        // When, Then
        assertThatThrownBy(() -> publish(app, "f", functionId))
                .isInstanceOf(InvalidDomain.class)
                .hasMessageStartingWith("'no domain' is not a valid domain: ");
    }

    @Test
    void theHostnameOfAStoppedAppIsRemembered() {
        // Given
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", "im-1", null));
        // When
        Await.item(() -> apps.stop(caller, app.id));
        // Then
        assertThat(routes.current().isStopped(caller.workspace() + "--hello-f")).isTrue();
    }

    @Test
    void aHostnameThatIsServedAgainIsNoStoppedOne() {
        // Given
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", "im-1", null));
        Await.item(() -> apps.stop(caller, app.id));
        App again = deploying("hello");
        // When
        publish(again, "f", defined(again, "f", "im-1", null));
        // Then
        assertThat(routes.current().isStopped(caller.workspace() + "--hello-f")).isFalse();
    }

    @Test
    void anAppOfAnotherWorkspaceIsNotFound() {
        // Given
        App app = deploying("hello");
        Caller stranger = aCaller();
        // When, Then
        assertThatThrownBy(() -> Await.item(() -> apps.stop(stranger, app.id))).isInstanceOf(AppNotFound.class);
    }

    @Test
    void anAppWhoseClientIsLostEnds() {
        // Given
        App app = created("served", AppState.EPHEMERAL);
        // When
        Await.item(
                () -> apps.reap(app.lastHeartbeatAt.plus(Apps.CLIENT_LOST_AFTER).plusSeconds(1)));
        // Then
        assertThat(Await.item(() -> apps.find(caller, app.id)).state).isEqualTo(AppState.STOPPED);
    }

    @Test
    void aDeployedAppDoesNotNeedItsClient() {
        // Given
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", "im-1", null));
        // When
        Await.item(() -> apps.disconnect(caller, app.id));
        // Then
        assertThat(Await.item(() -> apps.find(caller, app.id)).state).isEqualTo(AppState.DEPLOYED);
    }

    private Caller aCaller() {
        String name = "w" + UUID.randomUUID().toString().substring(0, 8);
        Workspace workspace = Await.item(() -> workspaces.ensure(name));
        return new Caller(workspace.id, name, "ak-" + name, Scopes.ALL);
    }

    private App deploying(String name) {
        return created(name, AppState.INITIALIZING);
    }

    private App created(String name, AppState state) {
        return Await.item(() -> apps.create(caller, main, name, state, CLIENT, Map.of()));
    }

    private String defined(App app, String tag, String imageId, String label, String... customDomains) {
        AppFunction function = Await.item(() -> functions.precreate(caller, app.id, tag));
        FunctionSpec spec = new FunctionSpec(
                tag,
                new FunctionSpec.Code("app", tag, false, new byte[0], new byte[0]),
                List.of(new FunctionSpec.WebMethod(
                        "", "fastapi_endpoint", "GET", false, 0, 5, label, false, "", List.of(customDomains))),
                imageId,
                List.of(),
                List.of(),
                List.of(),
                new FunctionSpec.Scaling(null, null, null),
                1,
                300,
                300,
                60);
        Await.item(() -> functions.define(caller, app.id, function.id, spec, new byte[] {1}));
        return function.id;
    }

    private Published publish(App app, String tag, String functionId) {
        return publish(app, Map.of(tag, functionId));
    }

    private Published publish(App app, Map<String, String> functionIds) {
        boolean served = app.state == AppState.EPHEMERAL;
        PublishRequest request = new PublishRequest(
                served ? "" : app.description,
                "",
                Optional.of(served ? AppState.EPHEMERAL : AppState.DEPLOYED),
                functionIds,
                Map.of(),
                Map.of(),
                null,
                Map.of(),
                CLIENT);
        return Await.item(() -> publishing.publish(caller, app.id, request));
    }

    private void label(String label) {
        String id = theEndpoint().id;
        Await.item(() -> endpoints.setLabel(caller.workspaceId(), id, label));
    }

    private List<EndpointDomain> domainsOf(String endpointId) {
        return Await.item(() -> domains.list(caller.workspaceId(), endpointId));
    }

    private WebEndpoint theEndpoint() {
        return Await.item(() -> endpoints.page(caller.workspaceId(), 10, Optional.empty()))
                .endpoints()
                .get(0);
    }
}
