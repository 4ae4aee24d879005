package dev.webendpoints.app.publication;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppState;
import dev.webendpoints.endpoint.HostnameTaken;
import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Ownership of hostnames across deploys, changes by the operator and stops of apps. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PublishedHostnamesTest extends PublishingFixture {

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
                .isEqualTo(EndpointAuth.BEARER);
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
}
