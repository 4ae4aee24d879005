package dev.webendpoints.app.publication;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppNotFound;
import dev.webendpoints.app.AppState;
import dev.webendpoints.app.ClientInfo;
import dev.webendpoints.app.Deployment;
import dev.webendpoints.app.Deployment.Kind;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Versions that are stored already are published again. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RedeploymentTest extends PublishingFixture {

    private static final int KEPT = 10;

    @Inject
    Redeployment redeployment;

    private App app;

    @BeforeEach
    void anApp() {
        app = deploying("hello");
    }

    private PublishResult deploy(int version) {
        return publish(app, "f", defined(app, "f", "im-" + version, null));
    }

    private PublishResult stage(int version) {
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

    private PublishResult again(Kind kind, int version) {
        return Await.item(() -> redeployment
                .find(caller, app.id, kind, version)
                .chain(source -> redeployment.publish(caller, app.id, kind, source.version())));
    }

    private String servedDefinition() {
        return routes.current().find(caller.workspace() + "--hello-f").definitionId();
    }

    private String servedImage() {
        String definitionId = servedDefinition();
        return Await.item(() -> functions.runnable(definitionId)).spec().imageId();
    }

    private Deployment newest() {
        return Await.item(() -> apps.history(caller, app.id)).get(0);
    }

    // Rollback -----------------------------------------------------------------------------------------------------

    @Test
    void aRollbackServesTheEarlierVersion() {
        // Given
        deploy(1);
        deploy(2);
        deploy(3);
        // When
        again(Kind.ROLLBACK, 1);
        // Then
        assertThat(servedImage()).isEqualTo("im-1");
    }

    @Test
    void aRollbackIsTheNextVersionAndNamesItsSource() {
        // Given
        deploy(1);
        deploy(2);
        // When
        again(Kind.ROLLBACK, 1);
        // Then
        assertThat(List.of(newest().key.version(), newest().kind, newest().sourceVersion))
                .isEqualTo(List.of(3, Kind.ROLLBACK, 1));
    }

    @Test
    void withoutAVersionItIsTheOneServedBefore() {
        // Given
        deploy(1);
        deploy(2);
        stage(3);
        deploy(4);
        // When
        again(Kind.ROLLBACK, Redeployment.PREVIOUS);
        // Then
        assertThat(servedImage()).isEqualTo("im-2");
    }

    @Test
    void aDeployAfterARollbackIsServed() {
        // Given
        deploy(1);
        deploy(2);
        again(Kind.ROLLBACK, 1);
        // When
        deploy(2);
        // Then
        assertThat(servedImage()).isEqualTo("im-2");
    }

    @Test
    void aRollbackHasTheClientOfItsSource() {
        // Given
        deploy(1);
        execute("update deployment set client_version = '1.1.4', python_version = '3.10.1' where app_id = $1");
        deploy(2);
        // When
        again(Kind.ROLLBACK, 1);
        // Then
        App found = Await.item(() -> apps.find(caller, app.id));
        assertThat(List.of(found.clientVersion, found.pythonVersion)).isEqualTo(List.of("1.1.4", "3.10.1"));
    }

    @Test
    void theServedVersionIsNoRollback() {
        deploy(1);

        assertRefused(Kind.ROLLBACK, 1, "v1 is the version that is served");
    }

    @Test
    void theFirstVersionHasNoneBefore() {
        deploy(1);

        assertRefused(Kind.ROLLBACK, Redeployment.PREVIOUS, "the app has no version before v1");
    }

    @Test
    void aVersionThatNeverWasIsRefused() {
        deploy(1);

        assertRefused(Kind.ROLLBACK, 7, "the app has no version v7");
    }

    @Test
    void aVersionWhoseDefinitionsAreNotKeptIsRefused() {
        for (int version = 1; version <= KEPT + 1; version++) {
            deploy(version);
        }

        assertRefused(Kind.ROLLBACK, 1, "the functions of v1 are not kept any more");
    }

    @Test
    void anotherWorkspaceRollsNothingBack() {
        // Given
        deploy(1);
        deploy(2);
        Caller stranger = aCaller();
        // When, Then
        assertThatThrownBy(() -> Await.item(() -> redeployment.publish(stranger, app.id, Kind.ROLLBACK, 1)))
                .isInstanceOf(AppNotFound.class);
    }

    @Test
    void aStoppedAppIsNotRolledBack() {
        // Given
        deploy(1);
        deploy(2);
        Await.item(() -> apps.stop(caller, app.id));
        // When, Then
        assertRefused(Kind.ROLLBACK, 1, "is not deployed");
    }

    // Rollover -----------------------------------------------------------------------------------------------------

    @Test
    void aRolloverServesTheSameUnderAnotherId() {
        // Given
        deploy(1);
        String before = servedDefinition();
        // When
        PublishResult published = again(Kind.ROLLOVER, 0);
        // Then
        assertThat(servedDefinition()).isNotEqualTo(before);
        assertThat(servedImage()).isEqualTo("im-1");
        assertThat(published.version()).isEqualTo(2);
    }

    @Test
    void aDeployOfTheSameAfterARolloverIsNoNewVersion() {
        // Given
        deploy(1);
        again(Kind.ROLLOVER, 0);
        // When
        PublishResult published = deploy(1);
        // Then
        assertThat(published.changed()).isFalse();
    }

    // Staged versions ----------------------------------------------------------------------------------------------

    @Test
    void aStagedVersionIsNotServed() {
        // Given
        deploy(1);
        // When
        PublishResult staged = stage(2);
        // Then
        assertThat(staged.version()).isEqualTo(2);
        assertThat(servedImage()).isEqualTo("im-1");
    }

    @Test
    void aPromotedVersionIsServedAsTheNextOne() {
        // Given
        deploy(1);
        stage(2);
        // When
        PublishResult published = again(Kind.PROMOTION, 2);
        // Then
        assertThat(published.version()).isEqualTo(3);
        assertThat(servedImage()).isEqualTo("im-2");
    }

    @Test
    void aDeployAfterAStagedOneHasTheNextNumber() {
        // Given
        deploy(1);
        stage(2);
        // When
        PublishResult published = deploy(3);
        // Then
        assertThat(published.version()).isEqualTo(3);
    }

    @Test
    void whatIsServedAlreadyIsNotStaged() {
        // Given
        deploy(1);
        // When
        PublishResult staged = stage(1);
        // Then
        assertThat(staged.changed()).isFalse();
    }

    @Test
    void theFirstVersionCannotBeStaged() {
        assertThatThrownBy(() -> stage(1))
                .isInstanceOf(FailedPrecondition.class)
                .hasMessageContaining("the first version of an app cannot be staged");
    }

    @Test
    void aStagedVersionIsNoRollback() {
        deploy(1);
        stage(2);

        assertRefused(Kind.ROLLBACK, 2, "v2 is staged; `modal app promote` publishes it");
    }

    @Test
    void aVersionThatWasServedIsNoPromotion() {
        deploy(1);
        deploy(2);

        assertRefused(Kind.PROMOTION, 1, "v1 is not staged; `modal app rollback` returns to it");
    }

    private void assertRefused(Kind kind, int version, String reason) {
        assertThatThrownBy(() -> again(kind, version))
                .isInstanceOf(FailedPrecondition.class)
                .hasMessageContaining(reason);
    }

    private void execute(String sql) {
        Await.item(() -> database.preparedQuery(sql).execute(io.vertx.mutiny.sqlclient.Tuple.of(app.id)));
    }
}
