package dev.webendpoints.identity.signin;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.InvalidCredentials;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.awaitility.Awaitility.await;

/** Changes by another server take effect on this one in time. */
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

    private boolean signsIn() {
        try {
            return Await.item(() -> credentials.authenticate(caller.tokenId(), secret, "127.0.0.1")) != null;
        } catch (InvalidCredentials refused) {
            return false;
        }
    }

    private boolean opens() {
        return bearers.check(caller.workspaceId(), jwt, "127.0.0.1") == BearerCheck.Answer.ACCEPTED;
    }
}
