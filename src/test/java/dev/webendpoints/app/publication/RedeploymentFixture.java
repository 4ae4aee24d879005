package dev.webendpoints.app.publication;

import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppState;
import dev.webendpoints.app.ClientInfo;
import dev.webendpoints.app.Deployment;
import dev.webendpoints.app.Deployment.Kind;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.testing.Await;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An app of one function whose image names the version. */
abstract class RedeploymentFixture extends PublishingFixture {

    @Inject
    Redeployment redeployment;

    App app;

    @BeforeEach
    void anApp() {
        app = deploying("hello");
    }

    final PublishResult deploy(int version) {
        return publish(app, "f", defined(app, "f", "im-" + version, null));
    }

    final PublishResult stage(int version) {
        String functionId = defined(app, "f", "im-" + version, null);
        PublishRequest request = new PublishRequest(
                "hello",
                "",
                Optional.of(AppState.DEPLOYED),
                Map.of("f", functionId),
                Map.of(),
                Map.of(),
                null,
                Map.of(),
                new ClientInfo("1.6.4", "3.11.7"));
        return Await.item(() -> publishing.stage(caller, app.id, request));
    }

    final PublishResult again(Kind kind, int version) {
        return Await.item(() -> redeployment
                .find(caller, app.id, kind, version)
                .chain(source -> redeployment.publish(caller, app.id, kind, source.version())));
    }

    final String servedDefinition() {
        return routes.current().find(caller.workspace() + "--hello-f").definitionId();
    }

    final String servedImage() {
        String definitionId = servedDefinition();
        return Await.item(() -> functions.spec(definitionId)).imageId();
    }

    final Deployment newest() {
        return Await.item(() -> apps.history(caller, app.id)).get(0);
    }

    final void assertRefused(Kind kind, int version, String reason) {
        assertThatThrownBy(() -> again(kind, version))
                .isInstanceOf(FailedPrecondition.class)
                .hasMessageContaining(reason);
    }
}
