package dev.webendpoints.app.publication;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.Deployment.Kind;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Versions that are stored first and served when they are promoted. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class StagedVersionTest extends RedeploymentFixture {

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
}
