package dev.webendpoints.api;

import java.time.Instant;
import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

import static dev.webendpoints.api.Requests.as;
import static dev.webendpoints.api.Requests.label;
import static dev.webendpoints.api.Requests.withBearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Rights of a token over others: no caller grants or takes over scopes that it does not have. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ApiTokenRightsTest extends ApiTokenFixture {

    @Inject
    TokenIssuer issuer;

    @ParameterizedTest
    @CsvSource({"endpoints:write", "admin", "metrics:read"})
    void aScopeThatTheCallerLacksIsNotGranted(String scope) {
        // Given
        tenants.of(name, name + "-few", Set.of(Scopes.API_TOKENS_WRITE, Scopes.ENDPOINTS_READ));

        // When, Then
        label(as(name + "-few"), "{\"scopes\":[\"endpoints:read\",\"" + scope + "\"]}")
                .post("/v1/api-tokens")
                .then()
                .statusCode(403)
                .body(
                        "detail",
                        equalTo("The token lacks the scope " + scope + ", so it cannot make a token that has it."));
    }

    @Test
    void aTokenWithMoreScopesIsNotTakenOverByRotatingIt() {
        // Given
        tenants.of(name, name + "-few", Set.of(Scopes.API_TOKENS_WRITE));

        // When, Then
        label(as(name + "-few"), "{}")
                .post("/v1/api-tokens/ak-" + name + "/rotate")
                .then()
                .statusCode(403);
    }

    @Test
    void aTokenWithMoreScopesIsNotRevoked() {
        // Given
        tenants.of(name, name + "-few", Set.of(Scopes.API_TOKENS_WRITE));

        // When, Then
        as(name + "-few").delete("/v1/api-tokens/ak-" + name).then().statusCode(403);
    }

    @Test
    void aJwtWithFewerScopesThanItsTokenDoesNotTakeItOver() {
        // Given
        String jwt = issuer.issue(new Caller(
                caller.workspaceId(), caller.workspace(), caller.tokenId(), Set.of(Scopes.API_TOKENS_WRITE)));

        // When, Then
        label(withBearer(jwt), "{}")
                .post("/v1/api-tokens/" + caller.tokenId() + "/rotate")
                .then()
                .statusCode(403);
    }

    @Test
    void theScopeForEndpointsIsNotEnough() {
        // Given
        tenants.of(name, name + "-endpoints", Set.of(Scopes.ENDPOINTS_READ, Scopes.ENDPOINTS_WRITE));

        // When, Then
        label(as(name + "-endpoints"), READING)
                .post("/v1/api-tokens")
                .then()
                .statusCode(403)
                .body("detail", equalTo("The token lacks the scope api-tokens:write."));
    }

    @Test
    void aTokenThatExpiresMakesNoneThatOutlivesIt() {
        // Given
        String expiring = bearer(create("{\"scopes\":[\"api-tokens:write\",\"endpoints:read\"],\"expires_at\":\""
                + Instant.now().plusSeconds(60) + "\"}"));

        // When, Then
        label(withBearer(expiring), READING).post("/v1/api-tokens").then().statusCode(400);
    }

    @Test
    void tokensOfAnotherWorkspaceAreNotThere() {
        // Given
        tenants.of("stranger");

        // When, Then
        as("stranger").delete("/v1/api-tokens/ak-" + name).then().statusCode(404);
        label(as("stranger"), "{}")
                .post("/v1/api-tokens/ak-" + name + "/rotate")
                .then()
                .statusCode(404);
    }

    @Test
    void tokensOfAnotherWorkspaceAreNotListed() {
        // Given
        tenants.of("stranger");

        // When, Then
        as("stranger")
                .get("/v1/api-tokens?workspace=" + name)
                .then()
                .statusCode(403)
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"web-endpoints\", error=\"insufficient_scope\", scope=\"admin\"");
    }

    @Test
    void aTokenForAnotherWorkspaceIsNotMade() {
        // Given
        tenants.of("stranger");

        // When, Then
        label(as("stranger"), "{\"scopes\":[\"endpoints:read\"],\"workspace\":\"" + name + "\"}")
                .post("/v1/api-tokens")
                .then()
                .statusCode(403);
    }

    @Test
    void anAdminMakesTokensForOtherWorkspaces() {
        // When
        Response made = label(
                        withBearer(Tenants.DEV), "{\"scopes\":[\"api-tokens:read\"],\"workspace\":\"" + name + "\"}")
                .post("/v1/api-tokens");

        // Then
        withBearer(bearer(made)).get("/v1/api-tokens").then().body("data[0].workspace", equalTo(name));
    }

    @Test
    void anAdminRevokesTokensOfOtherWorkspaces() {
        withBearer(Tenants.DEV).delete("/v1/api-tokens/ak-" + name).then().statusCode(204);

        assertThat(status("ak-" + name + ".as-" + name)).isEqualTo(401);
    }

    @Test
    void anAdminIsToldOfAWorkspaceThatThereIsNot() {
        withBearer(Tenants.DEV)
                .get("/v1/api-tokens?workspace=moon")
                .then()
                .statusCode(400)
                .body("detail", equalTo("Workspace 'moon' not found."));
    }

    @Test
    void aCursorOfAnotherWorkspaceIsNone() {
        as(name).get("/v1/api-tokens?cursor=ak-dev").then().statusCode(400);
    }
}
