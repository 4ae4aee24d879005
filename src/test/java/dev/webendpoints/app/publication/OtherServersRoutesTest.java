package dev.webendpoints.app.publication;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppState;
import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.FeedsOfOtherServers;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.routing.RoutesOfOtherServers;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is published through one server is served by another one, which learns of it only by announcements. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class OtherServersRoutesTest extends PublishingFixture {

    @Inject
    FeedsOfOtherServers feeds;

    @Inject
    RoutesOfOtherServers servers;

    private ChangeFeed feed;
    private Routes elsewhere;

    @BeforeEach
    void anotherServer() {
        feed = feeds.listening();
        elsewhere = servers.following(feed);
    }

    @AfterEach
    void stop() {
        feed.stop();
    }

    @Test
    void aDeployment() {
        deploy("shop");

        awaitAt(hostname("shop"));
    }

    @Test
    void aLabel() {
        // Given
        deploy("shop");
        awaitAt(hostname("shop"));

        // When
        label("moved");

        // Then
        awaitAt(caller.workspace() + "--moved");
        assertThat(elsewhere.current().find(hostname("shop"))).isNull();
    }

    @Test
    void aRedeploymentServesTheNewDefinition() {
        // Given
        App app = deploy("shop");
        Route before = awaitAt(hostname("shop"));

        // When
        publish(app, "square", defined(app, "square", "im-2", "shop"));

        // Then
        await().until(() ->
                !elsewhere.current().find(hostname("shop")).definitionId().equals(before.definitionId()));
    }

    @Test
    void anAppThatIsStopped() {
        // Given
        App app = deploy("shop");
        awaitAt(hostname("shop"));

        // When
        Await.item(() -> apps.stop(caller, app.id));

        // Then
        await().until(() -> elsewhere.current().isStopped(hostname("shop")));
        assertThat(elsewhere.current().find(hostname("shop"))).isNull();
    }

    @Test
    void onlyTheChangedAppIsReadAgain() {
        // Given
        deploy("other");
        Route other = awaitAt(hostname("other"));

        // When
        deploy("shop");

        // Then
        awaitAt(hostname("shop"));
        assertThat(elsewhere.current().find(hostname("other"))).isSameAs(other);
    }

    @Test
    void bothServersHaveTheSameTableInTheEnd() {
        // When
        App app = deploy("shop");
        label("moved");
        Await.item(() -> apps.stop(caller, app.id));
        deploy("shop");

        // Then
        await().untilAsserted(() ->
                assertThat(ofCaller(elsewhere)).isEqualTo(ofCaller(routes)).hasSize(1));
    }

    private Map<String, Route> ofCaller(Routes server) {
        return server.current().routes().stream()
                .filter(route -> route.workspaceId().equals(caller.workspaceId()))
                .collect(Collectors.toMap(Route::hostname, route -> route));
    }

    private App deploy(String name) {
        App app = created(name, AppState.INITIALIZING);
        publish(app, "square", defined(app, "square", "im-1", name));
        return app;
    }

    private String hostname(String label) {
        return caller.workspace() + "--" + label;
    }

    private Route awaitAt(String hostname) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> elsewhere.current().find(hostname) != null);
        return elsewhere.current().find(hostname);
    }
}
