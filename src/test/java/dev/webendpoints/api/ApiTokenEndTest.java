package dev.webendpoints.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.identity.signin.BearerCheck;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

import static dev.webendpoints.api.Requests.as;
import static dev.webendpoints.api.Requests.label;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** The end of API tokens: expiry, revocation and rotation. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ApiTokenEndTest extends ApiTokenFixture {

    private static final String CALLING = "{\"scopes\":[\"endpoints:read\",\"endpoints:call\"]}";

    @TestHTTPResource("/")
    URI server;

    @Inject
    TokenIssuer issuer;

    @Inject
    BearerCheck bearers;

    @Test
    void aTokenThatHasExpiredSignsInNoMore() {
        // Given
        String token = bearer(create("{\"scopes\":[\"endpoints:read\"],\"expires_at\":\""
                + Instant.now().plusMillis(1500) + "\"}"));
        assertThat(status(token)).isEqualTo(200);

        // When, Then
        await().atMost(Duration.ofSeconds(3)).until(() -> status(token) == 401);
    }

    @Test
    void aRevokedTokenSignsInNoMoreAtOnce() {
        // Given
        Response token = create(READING);
        status(bearer(token));

        // When
        as(name).delete("/v1/api-tokens/" + token.path("token_id")).then().statusCode(204);

        // Then
        assertThat(status(bearer(token))).isEqualTo(401);
    }

    @Test
    void theJwtsOfARevokedTokenDieAtOnce() {
        // Given
        Caller other = tenants.of(name, name + "-other", Scopes.WORKSPACE);
        String jwt = issuer.issue(other);
        await().until(() -> opens(jwt));
        status(jwt);

        // When
        as(name).delete("/v1/api-tokens/" + other.tokenId()).then().statusCode(204);

        // Then
        assertThat(status(jwt)).isEqualTo(401);
        assertThat(opens(jwt)).isFalse();
    }

    @Test
    void aRevokedTokenIsNotListed() {
        // Given
        String id = create(READING).path("token_id");

        // When
        as(name).delete("/v1/api-tokens/" + id);

        // Then
        assertThat(list().jsonPath().getList("data.token_id")).isEqualTo(List.of("ak-" + name));
    }

    @Test
    void aRevokedTokenCannotBeRotatedBackToLife() {
        // Given
        String id = create(READING).path("token_id");
        as(name).delete("/v1/api-tokens/" + id);

        // When, Then
        label(as(name), "{}")
                .post("/v1/api-tokens/" + id + "/rotate")
                .then()
                .statusCode(404)
                .body("detail", equalTo("API token '" + id + "' not found."));
    }

    @Test
    void theOldSecretEndsWithTheRotation() {
        // Given
        Response before = create(READING);
        status(bearer(before));

        // When
        Response after = label(as(name), "{}").post("/v1/api-tokens/" + before.path("token_id") + "/rotate");

        // Then
        assertThat(status(bearer(before))).isEqualTo(401);
        assertThat(status(bearer(after))).isEqualTo(200);
    }

    @Test
    void aRotationNeedsNoBody() throws Exception {
        // When
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.resolve("/v1/api-tokens/ak-" + name + "/rotate"))
                                .header("Authorization", "Bearer ak-" + name + ".as-" + name)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void theOldSecretIsValidForTheOverlap() {
        // Given
        Response before = create(READING);

        // When
        label(as(name), "{\"overlap_seconds\":1}")
                .post("/v1/api-tokens/" + before.path("token_id") + "/rotate")
                .then()
                .statusCode(200);

        // Then
        assertThat(status(bearer(before))).isEqualTo(200);
        await().atMost(Duration.ofSeconds(3)).until(() -> status(bearer(before)) == 401);
    }

    @Test
    void theJwtsOfTheOldSecretEndWithTheRotation() {
        // Given
        Response before = create(CALLING);
        String jwt = jwt(before);
        await().until(() -> opens(jwt));
        assertThat(status(jwt)).isEqualTo(200);

        // When
        label(as(name), "{}").post("/v1/api-tokens/" + before.path("token_id") + "/rotate");

        // Then
        assertThat(status(jwt)).isEqualTo(401);
        assertThat(opens(jwt)).isFalse();
    }

    @Test
    void aJwtOfTheNewSecretIsAccepted() {
        // Given
        Response before = create(CALLING);

        // When
        Response after = label(as(name), "{}").post("/v1/api-tokens/" + before.path("token_id") + "/rotate");

        // Then
        String jwt = jwt(after);
        assertThat(status(jwt)).isEqualTo(200);
        assertThat(opens(jwt)).isTrue();
    }

    @Test
    void aJwtThatTheOldSecretGetsDuringTheOverlapEndsWithIt() {
        // Given
        Response before = create(CALLING);
        label(as(name), "{\"overlap_seconds\":2}").post("/v1/api-tokens/" + before.path("token_id") + "/rotate");

        // When
        String jwt = jwt(before);

        // Then
        assertThat(status(jwt)).isEqualTo(200);
        assertThat(opens(jwt)).isTrue();
        await().atMost(Duration.ofSeconds(4)).until(() -> status(jwt) == 401);
        assertThat(opens(jwt)).isFalse();
    }

    @Test
    void anOverlapHasALongest() {
        label(as(name), "{\"overlap_seconds\":2592001}")
                .post("/v1/api-tokens/ak-" + name + "/rotate")
                .then()
                .statusCode(400)
                .body("detail", equalTo("overlapSeconds is 2592001, but must be a whole number of at most 2592000."));
    }

    private static String jwt(Response token) {
        return given().formParam("grant_type", "client_credentials")
                .formParam("client_id", token.<String>path("token_id"))
                .formParam("client_secret", token.<String>path("token_secret"))
                .post("/v1/oauth/token")
                .path("access_token");
    }

    private boolean opens(String jwt) {
        return bearers.check(caller.workspaceId(), jwt, "127.0.0.1") == BearerCheck.Result.ACCEPTED;
    }
}
