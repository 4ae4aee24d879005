package dev.webendpoints.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.identity.BearerCheck;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.TokenIssuer;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

import static dev.webendpoints.api.Requests.as;
import static dev.webendpoints.api.Requests.label;
import static dev.webendpoints.api.Requests.withBearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

/** API tokens are made, listed, rotated and revoked through REST. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ApiTokenApiTest {

    private static final String READING = "{\"scopes\":[\"endpoints:read\"]}";

    @TestHTTPResource("/")
    URI server;

    @Inject
    Tenants tenants;

    @Inject
    TokenIssuer issuer;

    @Inject
    BearerCheck bearers;

    /** A workspace of each test's own, and its token's name. */
    private String name;

    private Caller caller;

    @BeforeEach
    void aWorkspace() {
        name = "tokens-" + Long.toString(System.nanoTime(), 36);
        caller = tenants.of(name);
    }

    @Test
    void aNewTokenIsShownWithItsSecret() {
        create(READING)
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("token_id", matchesPattern("ak-[0-9A-Za-z]{22}"))
                .body("token_secret", matchesPattern("as-[0-9A-Za-z]{22}"));
    }

    @Test
    void aSecretIsNeverShownAgain() {
        // Given
        String secret = create(READING).path("token_secret");

        // When, Then
        assertThat(list().asString())
                .doesNotContain(secret)
                .doesNotContain("hash")
                .doesNotContain("salt");
    }

    @Test
    void aListSaysWhatATokenIs() {
        // Given
        String end = Instant.now()
                .plus(Duration.ofDays(1))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        String id = create("{\"name\":\"reader\",\"scopes\":[\"endpoints:read\",\"endpoints:call\"],\"expires_at\":\""
                        + end + "\"}")
                .path("token_id");

        // When
        JsonPath token = list().jsonPath().setRootPath("data[1]");

        // Then
        assertThat(token.getString("token_id")).isEqualTo(id);
        assertThat(token.getString("workspace")).isEqualTo(name);
        assertThat(token.getString("name")).isEqualTo("reader");
        assertThat(token.getList("scopes")).isEqualTo(List.of("endpoints:call", "endpoints:read"));
        assertThat(token.getString("created_by")).isEqualTo("ak-" + name);
        assertThat(token.getString("expires_at")).isEqualTo(end);
    }

    @Test
    void aNewTokenSignsInAtOnce() {
        assertThat(status(bearer(create(READING)))).isEqualTo(200);
    }

    @Test
    void aNewTokenHasItsScopesOnly() {
        label(withBearer(bearer(create(READING))), "{\"label\":\"x\"}")
                .put("/v1/web-endpoints/we-any/labels")
                .then()
                .statusCode(403)
                .body("detail", equalTo("The token lacks the scope endpoints:write."));
    }

    @Test
    void theUseOfATokenIsNoted() {
        // When
        as(name).get("/v1/web-endpoints");

        // Then
        await().atMost(Duration.ofSeconds(10)).until(() -> list().path("data[0].last_used_at") != null);
    }

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

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{};scopes names none",
                "{\"scopes\":[]};scopes names none",
                "{\"scopes\":[\"endpoints:fly\"]};scopes names endpoints:fly",
            })
    void scopesThatThereAreNotAreNamed(String body, String sentence) {
        create(body)
                .then()
                .statusCode(400)
                .body(
                        "detail",
                        equalTo(sentence + "; there are admin, api-tokens:read, api-tokens:write, endpoints:call,"
                                + " endpoints:read, endpoints:write, metrics:read, proxy-tokens:read,"
                                + " proxy-tokens:write."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"scopes\":null}",
                "{\"scopes\":[null]}",
                "{\"scopes\":[\"endpoints:read\"],\"expires_at\":\"2001-01-01T00:00:00Z\"}",
                "{\"scopes\":[\"endpoints:read\"],\"expires_at\":\"+999999999-12-31T23:59:59Z\"}",
                "{\"scopes\":[\"endpoints:read\"],\"expires_at\":\"tomorrow\"}",
                "{\"scopes\":[\"endpoints:read\"],\"name\":\"\\u0000\"}"
            })
    void whatCannotBeIsABadRequest(String body) {
        create(body).then().statusCode(400).contentType("application/problem+json");
    }

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
    void aTokenThatExpiresMakesNoneThatOutlivesIt() {
        // Given
        String expiring = bearer(create("{\"scopes\":[\"api-tokens:write\",\"endpoints:read\"],\"expires_at\":\""
                + Instant.now().plusSeconds(60) + "\"}"));

        // When, Then
        label(withBearer(expiring), READING).post("/v1/api-tokens").then().statusCode(400);
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
    void anOverlapHasALongest() {
        label(as(name), "{\"overlap_seconds\":2592001}")
                .post("/v1/api-tokens/ak-" + name + "/rotate")
                .then()
                .statusCode(400)
                .body("detail", equalTo("overlapSeconds is 2592001, but must be a whole number of at most 2592000."));
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
    void aPageNamesTheNextOne() {
        // Given
        String id = create(READING).path("token_id");

        // When
        String link = as(name).get("/v1/api-tokens?limit=1&workspace=" + name).header("Link");

        // Then
        assertThat(link)
                .isEqualTo("</v1/api-tokens?limit=1&cursor=ak-" + name + "&workspace=" + name + ">; rel=\"next\"");
        Response second = as(name).get(link.substring(1, link.indexOf('>')));
        assertThat(second.jsonPath().getList("data.token_id")).isEqualTo(List.of(id));
        assertThat(second.header("Link")).isNull();
    }

    @Test
    void aCursorOfAnotherWorkspaceIsNone() {
        as(name).get("/v1/api-tokens?cursor=ak-dev").then().statusCode(400);
    }

    @Test
    void aWorkspaceHasNoMoreTokensThanItMay() {
        // Given
        for (int made = 1; made < 20; made++) {
            create(READING).then().statusCode(201);
        }

        // When, Then
        create(READING)
                .then()
                .statusCode(429)
                .body(
                        "detail",
                        equalTo(
                                "This workspace may have at most 20 API tokens (webendpoints.api-tokens.max-per-workspace)."));
    }

    private boolean opens(String jwt) {
        return bearers.check(caller.workspaceId(), jwt, "127.0.0.1") == BearerCheck.Answer.ACCEPTED;
    }

    private Response create(String body) {
        return label(as(name), body).post("/v1/api-tokens");
    }

    private Response list() {
        return as(name).get("/v1/api-tokens");
    }

    private static String bearer(Response made) {
        return made.path("token_id") + "." + made.path("token_secret");
    }

    private static int status(String bearer) {
        return withBearer(bearer).get("/v1/web-endpoints").statusCode();
    }
}
