package dev.webendpoints.identity.signin;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.FeedsOfOtherServers;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.InvalidCredentials;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.jwt.JwtConfig;
import dev.webendpoints.identity.jwt.SigningKeys;
import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.identity.proxytoken.ProxyTokenTable;
import dev.webendpoints.identity.token.ApiTokenRows;
import dev.webendpoints.identity.token.ApiTokens;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Changes by another server take effect on this one in time, also if it learns of them by announcements only. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CredentialWatchTest {

    private static final Duration IN_TIME = Duration.ofSeconds(5);

    @Inject
    BearerCheck bearers;

    @Inject
    TokenIssuer issuer;

    @Inject
    ApiTokenCredentials credentials;

    @Inject
    Tenants tenants;

    @Inject
    Pool database;

    @Inject
    ApiTokens apiTokens;

    @Inject
    FeedsOfOtherServers feeds;

    @Inject
    ProxyTokenTable proxyTokens;

    @Inject
    SigningKeys signingKeys;

    @Inject
    ApiTokenRows rows;

    @Inject
    JwtConfig jwtConfig;

    @Inject
    SignInThrottle throttle;

    private Caller caller;
    private String secret;
    private String jwt;

    @BeforeEach
    void aJwtThatOpens() {
        String name = "bearer-" + System.nanoTime();
        caller = tenants.of("bearers", name, Scopes.ALL);
        secret = "as-" + name;
        jwt = issuer.issue(caller);
        await().atMost(IN_TIME).until(this::opens);
    }

    @Test
    void aJwtIsDeadWhenItsApiTokenWasDeletedThroughAnotherServer() {
        // When
        Await.item(() ->
                database.preparedQuery("delete from api_token where id = $1").execute(Tuple.of(caller.tokenId())));

        // Then
        await().atMost(IN_TIME).until(() -> !opens());
    }

    @Test
    void anApiTokenIsDeadWhenItWasRevokedThroughAnotherServer() {
        // When
        Await.item(() -> database.preparedQuery("update api_token set revoked_at = now() where id = $1")
                .execute(Tuple.of(caller.tokenId())));

        // Then
        await().atMost(IN_TIME).until(() -> !signsIn());
    }

    @Test
    void aRevokedTokenIsDeadOnAServerThatLooksHourly() {
        // Given
        ChangeFeed feed = feeds.listening();
        BearerTable elsewhere = new BearerTable(jwtConfig, throttle);
        CredentialWatch watch = new CredentialWatch(feed, proxyTokens, elsewhere, signingKeys, rows);
        Await.item(watch::start);
        assertThat(opens(elsewhere)).isTrue();

        // When
        Await.item(() -> apiTokens.revoke(caller, caller.tokenId()));

        // Then
        await().atMost(IN_TIME).pollInterval(Duration.ofMillis(5)).until(() -> !opens(elsewhere));
        feed.stop();
    }

    private boolean signsIn() {
        try {
            return Await.item(() -> credentials.authenticate(caller.tokenId(), secret, "127.0.0.1")) != null;
        } catch (InvalidCredentials refused) {
            return false;
        }
    }

    private boolean opens() {
        return opens(bearers);
    }

    private boolean opens(BearerCheck server) {
        return server.check(caller.workspaceId(), jwt, "127.0.0.1") == BearerCheck.Result.ACCEPTED;
    }
}
