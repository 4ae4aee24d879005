package dev.webendpoints.identity.signin;

import java.time.Duration;
import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.InvalidCredentials;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ApiTokenCredentialsTest {

    @Inject
    ApiTokenCredentials credentials;

    @Inject
    Tenants tenants;

    @Inject
    ServerBootstrap bootstrap;

    @Inject
    Pool database;

    @Test
    void theConfiguredTokenIsTheCallerOfTheConfiguredWorkspace() {
        // Given
        tenants.ready();

        // When
        Caller caller = Await.item(() -> credentials.authenticate("ak-dev", "as-dev", "127.0.0.1"));

        // Then
        assertThat(caller).isEqualTo(new Caller(caller.workspaceId(), "dev", "ak-dev", Scopes.ALL));
    }

    @Test
    void aSecondStartChangesNothing() {
        // Given
        Caller before = tenants.dev();

        // When
        Await.item(bootstrap::ensure);

        // Then
        assertThat(tenants.dev().workspaceId()).isEqualTo(before.workspaceId());
    }

    @Test
    void aTokenHasItsOwnScopesOnly() {
        Caller reader = tenants.of("scopes", "scopes-reader", Set.of(Scopes.ENDPOINTS_READ));

        assertThat(reader.scopes()).containsExactly(Scopes.ENDPOINTS_READ);
    }

    @ParameterizedTest
    @CsvSource({"ak-dev, as-other", "ak-dev, ''", "ak-nobody, as-dev", "'', ''"})
    void everyOtherPairIsRefusedInTheSameWords(String id, String secret) {
        tenants.ready();

        assertThatThrownBy(() -> Await.item(() -> credentials.authenticate(id, secret, "127.0.0.1")))
                .isInstanceOf(InvalidCredentials.class)
                .hasMessage("The token id is not known, or its secret is wrong.");
    }

    @Test
    void aDeletedTokenDiesWithinSeconds() {
        // Given
        tenants.of("deleted-token");

        // When
        Await.item(() ->
                database.preparedQuery("delete from api_token where id = $1").execute(Tuple.of("ak-deleted-token")));

        // Then
        await().atMost(Duration.ofSeconds(6))
                .untilAsserted(() -> assertThatThrownBy(() -> Await.item(
                                () -> credentials.authenticate("ak-deleted-token", "as-deleted-token", "127.0.0.1")))
                        .isInstanceOf(InvalidCredentials.class));
    }

    @Test
    void theDatabaseHasNoSecret() {
        // Given
        tenants.ready();

        // When
        String row = Await.item(() -> database.query("select t::text from api_token t where id = 'ak-dev'")
                        .execute())
                .iterator()
                .next()
                .getString(0);

        // Then
        assertThat(row).contains("ak-dev").doesNotContain("as-dev");
    }
}
