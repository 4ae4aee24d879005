package dev.webendpoints.app.publication;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppNotFound;
import dev.webendpoints.app.Deployment.Kind;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Versions that were served are published again. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RedeploymentTest extends RedeploymentFixture {

    private static final int KEPT = 10;

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

    private void execute(String sql) {
        Await.item(() -> database.preparedQuery(sql).execute(io.vertx.mutiny.sqlclient.Tuple.of(app.id)));
    }
}
