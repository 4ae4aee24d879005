package dev.webendpoints.identity.proxytoken;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.failure.NotFound;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
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
class ProxyTokensTest {

    @Inject
    ProxyTokens tokens;

    @Inject
    ProxyTokenCheck check;

    @Inject
    Environments environments;

    @Inject
    Tenants tenants;

    @Inject
    Pool database;

    private Caller caller;
    private Environment main;

    @BeforeEach
    void aCaller() {
        caller = tenants.of("proxy-tokens");
        main = Await.item(() -> environments.find(caller, ""));
    }

    @Test
    void aTokenOpensItsWorkspaceAtOnce() {
        NewProxyToken created = create(false);

        assertThat(accepts(created)).isTrue();
    }

    @Test
    void aWrongSecretOpensNothing() {
        NewProxyToken created = create(false);

        assertThat(check.accepts(caller.workspaceId(), main.id, created.token().id, "ws-wrong"))
                .isFalse();
    }

    @Test
    void anUnknownIdOpensNothing() {
        assertThat(check.accepts(caller.workspaceId(), main.id, "wk-none", "ws-wrong"))
                .isFalse();
    }

    @Test
    void aTokenOpensNoOtherWorkspace() {
        // Given
        Caller other = tenants.of("proxy-other");
        NewProxyToken created = create(false);

        // When, Then
        assertThat(check.accepts(other.workspaceId(), main.id, created.token().id, created.secret()))
                .isFalse();
    }

    @Test
    void aScopedTokenOpensNothingUntilItIsAllowed() {
        assertThat(accepts(create(true))).isFalse();
    }

    @Test
    void aScopedTokenOpensTheEnvironmentItIsAllowedFor() {
        // Given
        NewProxyToken created = create(true);

        // When
        Await.item(() -> tokens.allow(caller, created.token().id, main.id));

        // Then
        assertThat(accepts(created)).isTrue();
    }

    @Test
    void allowingTwiceIsNoMistake() {
        // Given
        NewProxyToken created = create(true);
        Await.item(() -> tokens.allow(caller, created.token().id, main.id));

        // When
        Await.item(() -> tokens.allow(caller, created.token().id, main.id));

        // Then
        assertThat(accepts(created)).isTrue();
    }

    @Test
    void aRevokedEnvironmentIsClosedAtOnce() {
        // Given
        NewProxyToken created = create(true);
        Await.item(() -> tokens.allow(caller, created.token().id, main.id));

        // When
        Await.item(() -> tokens.revoke(caller, created.token().id, main.id));

        // Then
        assertThat(accepts(created)).isFalse();
    }

    @Test
    void aDeletedTokenIsClosedAtOnce() {
        // Given
        NewProxyToken created = create(false);

        // When
        Await.item(() -> tokens.delete(caller, created.token().id));

        // Then
        assertThat(accepts(created)).isFalse();
    }

    @Test
    void aTokenDeletedThroughAnotherServerIsClosedWithinSeconds() {
        // Given
        NewProxyToken created = create(false);

        // When
        Await.item(() ->
                database.preparedQuery("delete from proxy_token where id = $1").execute(Tuple.of(created.token().id)));

        // Then
        await().atMost(Duration.ofSeconds(5)).until(() -> !accepts(created));
    }

    @Test
    void anotherWorkspacesTokenIsUnknown() {
        // Given
        NewProxyToken created = create(false);
        Caller other = tenants.of("proxy-thief");

        // When, Then
        assertThatThrownBy(() -> Await.item(() -> tokens.rename(other, created.token().id, "mine")))
                .isInstanceOf(NotFound.class)
                .hasMessage("Proxy token '" + created.token().id + "' not found.");
    }

    @Test
    void aTokenHasItsNewName() {
        // Given
        NewProxyToken created = create(false);

        // When
        Await.item(() -> tokens.rename(caller, created.token().id, "renamed"));

        // Then
        assertThat(Await.item(() -> tokens.list(caller)))
                .filteredOn(token -> token.id.equals(created.token().id))
                .extracting(token -> token.name)
                .containsExactly("renamed");
    }

    @Test
    void theTokensOfAnEnvironmentAreThoseThatOpenIt() {
        // Given
        Caller lister = tenants.of("proxy-lister");
        String whole = Await.item(() -> tokens.create(lister, "", false)).token().id;
        Await.item(() -> tokens.create(lister, "", true));
        String allowed =
                Await.item(() -> tokens.createFor(lister, "", List.of("main"))).token().id;

        // When
        List<ProxyToken> found = Await.item(() -> tokens.list(lister, ""));

        // Then
        assertThat(found).extracting(token -> token.id).containsExactly(whole, allowed);
    }

    private NewProxyToken create(boolean scoped) {
        return Await.item(() -> tokens.create(caller, "", scoped));
    }

    private boolean accepts(NewProxyToken created) {
        return check.accepts(caller.workspaceId(), main.id, created.token().id, created.secret());
    }
}
