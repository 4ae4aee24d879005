package dev.webendpoints.app.publication;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppNotFound;
import dev.webendpoints.app.AppState;
import dev.webendpoints.app.Apps;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.RandomId;
import dev.webendpoints.routing.Route;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Effects of a publish and of the end of an app on what is served. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AppPublicationTest extends PublishingFixture {

    @Inject
    Pool pool;

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
        PublishResult again = publish(app, "f", functionId);
        // Then
        assertThat(again)
                .extracting(PublishResult::version, PublishResult::changed)
                .containsExactly(1, false);
    }

    @Test
    void publishingAChangeIsTheNextVersion() {
        // Given
        App app = deploying("hello");
        String functionId = defined(app, "f", "im-1", null);
        publish(app, "f", functionId);
        // When
        defined(app, "f", "im-2", null);
        PublishResult next = publish(app, "f", functionId);
        // Then
        assertThat(next)
                .extracting(PublishResult::version, PublishResult::changed)
                .containsExactly(2, true);
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
    void anAppWithoutEndpointsIsPublished() {
        // Given
        App app = deploying("hello");
        // When
        PublishResult published = publish(app, Map.of());
        // Then
        assertThat(published.version()).isEqualTo(1);
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
    void aDetachedAppWithoutCallsEndsAfterItsClient() {
        // Given
        App app = created("detached", AppState.DETACHED);
        // When
        Await.item(
                () -> apps.reap(app.lastHeartbeatAt.plus(Apps.CLIENT_LOST_AFTER).plusSeconds(1)));
        // Then
        assertThat(Await.item(() -> apps.find(caller, app.id)).state).isEqualTo(AppState.STOPPED);
    }

    @Test
    void aDetachedAppWithACallThatHasNotEndedOutlivesItsClient() {
        // Given
        App app = created("detached", AppState.DETACHED);
        insertWaitingInput(app, Await.item(() -> functions.precreate(caller, app.id, "f")).id);
        // When
        Await.item(
                () -> apps.reap(app.lastHeartbeatAt.plus(Apps.CLIENT_LOST_AFTER).plusSeconds(1)));
        // Then
        assertThat(Await.item(() -> apps.find(caller, app.id)).state).isEqualTo(AppState.DETACHED);
    }

    @Test
    void aDetachedAppWithAUrlOutlivesItsClient() {
        // Given
        App app = created("detached", AppState.DETACHED);
        publish(app, "f", defined(app, "f", "im-1", null));
        // When
        Await.item(
                () -> apps.reap(app.lastHeartbeatAt.plus(Apps.CLIENT_LOST_AFTER).plusSeconds(1)));
        // Then
        assertThat(Await.item(() -> apps.find(caller, app.id)).state).isEqualTo(AppState.DETACHED);
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

    /** The input would run in an hour. */
    private void insertWaitingInput(App app, String functionId) {
        String callId = RandomId.withPrefix("fc");
        execute(
                "insert into function_call (id, workspace_id, app_id, function_id, is_map, awaited, created_at, input_count,"
                        + " expires_at) values ($1, $2, $3, $4, false, false, now(), 1, now() + interval '1 day')",
                callId,
                app.workspaceId,
                app.id,
                functionId);
        execute(
                "insert into function_input (id, call_id, workspace_id, queue, idx, method, format, args, state,"
                        + " available_at, created_at) values ($1, $2, $3, $4, 0, '', 1, '', 0, now() + interval '1 hour',"
                        + " now())",
                RandomId.withPrefix("in"),
                callId,
                app.workspaceId,
                functionId);
    }

    private void execute(String sql, Object... values) {
        pool.preparedQuery(sql).execute(Tuple.from(List.of(values))).await().atMost(Duration.ofSeconds(30));
    }
}
