package dev.webendpoints.app.publication;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppState;
import dev.webendpoints.endpoint.domain.DomainTaken;
import dev.webendpoints.endpoint.domain.EndpointDomain;
import dev.webendpoints.endpoint.domain.InvalidDomain;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** Ownership of custom domains across deploys, changes by the operator and stops of apps. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PublishedDomainsTest extends PublishingFixture {

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
}
