package dev.webendpoints.identity.signin;

import java.util.Optional;
import java.util.function.Supplier;

import jakarta.inject.Inject;

import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.Workspaces;
import dev.webendpoints.identity.jwt.SigningKeys;
import dev.webendpoints.identity.token.ApiToken;
import dev.webendpoints.identity.token.ApiTokenRows;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;

/** Creation of the first token by a production server. Each test runs in a transaction that is rolled back. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ServerBootstrapTest {

    private static final String FIRST = "ak-first";
    private static final String SECRET = "as-first-0123456789abcdef";
    private static final String REVOKE_ALL = "update api_token set revoked_at = now()";
    private static final String MAKE_FIRST =
            "insert into api_token (id, workspace_id, name, scopes, salt, hash, created_at)"
                    + " select 'ak-first', id, 'bootstrap', 'endpoints:read', 'salt', 'hash', now() from workspace where name = 'dev'";
    private static final String STATE =
            "select coalesce(string_agg(case when revoked_at is null then 'live ' else 'revoked ' end || scopes, ','), 'none')"
                    + " from api_token where id = 'ak-first'";
    private static final String EVERYTHING = Scopes.words(Scopes.ALL);

    @Inject
    Tenants tenants;

    @Inject
    Workspaces workspaces;

    @Inject
    ApiTokenRows tokens;

    @Inject
    SigningKeys signingKeys;

    @BeforeEach
    void aWorkspaceWithAToken() {
        tenants.of("present");
    }

    @Test
    void aDatabaseWithoutAValidTokenGetsTheFirstOne() {
        assertThat(stateAfterAStart(() -> execute(REVOKE_ALL))).isEqualTo("live " + EVERYTHING);
    }

    @Test
    void noFirstTokenIsMadeWhereAnotherIsValid() {
        assertThat(stateAfterAStart(() -> Uni.createFrom().nullItem())).isEqualTo("none");
    }

    @Test
    void aFirstTokenThatWasRevokedIsNotMadeAgain() {
        assertThat(stateAfterAStart(() -> execute(MAKE_FIRST).chain(() -> execute(REVOKE_ALL))))
                .isEqualTo("revoked " + EVERYTHING);
    }

    @Test
    void aFirstTokenOfAnEarlierVersionGetsTheScopesOfThisOne() {
        assertThat(stateAfterAStart(() -> execute(MAKE_FIRST))).isEqualTo("live " + EVERYTHING);
    }

    @Test
    void aSecretThatWasRotatedIsNotReplacedByTheConfiguredOne() {
        // When
        boolean configuredOneOpensIt = inATransaction(() -> execute(MAKE_FIRST)
                .chain(() -> start())
                .chain(() -> tokens.findWithWorkspace(FIRST))
                .map(token -> token.secretHash().matches(SECRET)));

        // Then
        assertThat(configuredOneOpensIt).isFalse();
    }

    @Test
    void aTokenOfDevModeIsForgotten() {
        // When
        ApiToken token = inATransaction(() -> start().chain(() -> tokens.findById("ak-dev")));

        // Then
        assertThat(token).isNull();
    }

    private String stateAfterAStart(Supplier<Uni<Void>> before) {
        return inATransaction(
                () -> before.get().chain(this::start).chain(Panache::flush).chain(ServerBootstrapTest::state));
    }

    private Uni<Void> start() {
        return new ServerBootstrap(new FirstTokenConfig(), workspaces, tokens, signingKeys).ensure(LaunchMode.NORMAL);
    }

    private static Uni<String> state() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(STATE, String.class).getSingleResult());
    }

    private static Uni<Void> execute(String sql) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql).executeUpdate())
                .replaceWithVoid();
    }

    private static <T> T inATransaction(Supplier<Uni<T>> work) {
        return Await.item(() -> Panache.withTransaction(
                () -> work.get().call(() -> Panache.currentTransaction().invoke(Mutiny.Transaction::markForRollback))));
    }

    private static final class FirstTokenConfig implements BootstrapConfig {

        @Override
        public Optional<String> tokenId() {
            return Optional.of(FIRST);
        }

        @Override
        public Optional<String> tokenSecret() {
            return Optional.of(SECRET);
        }

        @Override
        public String workspace() {
            return "first";
        }
    }
}
