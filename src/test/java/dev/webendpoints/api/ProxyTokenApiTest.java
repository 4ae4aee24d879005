package dev.webendpoints.api;

import java.util.Map;
import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.proxytoken.ProxyTokenCheck;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;

import static dev.webendpoints.api.Requests.as;
import static dev.webendpoints.api.Requests.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

/** Proxy tokens through REST. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ProxyTokenApiTest {

    @Inject
    Tenants tenants;

    @Inject
    Environments environments;

    @Inject
    ProxyTokenCheck check;

    private Caller caller;

    @BeforeEach
    void aCaller() {
        caller = tenants.of("proxied");
    }

    @Test
    void aNewTokenIsShownWithItsSecret() {
        create("{\"name\":\"mine\"}")
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("token_id", matchesPattern("wk-[0-9A-Za-z]{22}"))
                .body("token_secret", matchesPattern("ws-[0-9A-Za-z]{22}"));
    }

    @Test
    void aSecretIsNeverShownAgain() {
        // Given
        String secret = create("{\"name\":\"hidden\"}").extract().path("token_secret");

        // When, Then
        assertThat(as("proxied").get("/v1/proxy-tokens").asString())
                .contains("\"name\":\"hidden\"")
                .doesNotContain(secret)
                .doesNotContain("hash");
    }

    @Test
    void aListSaysWhatATokenIs() {
        // Given
        tenants.of("listing");
        String id = label(as("listing"), "{\"name\":\"listed\"}")
                .post("/v1/proxy-tokens")
                .path("token_id");

        // When
        Map<String, Object> token =
                as("listing").get("/v1/proxy-tokens").jsonPath().getMap("data[0]");

        // Then
        assertThat(token)
                .containsEntry("token_id", id)
                .containsEntry("name", "listed")
                .containsEntry("scoped", false)
                .containsEntry("created_by", "ak-listing")
                .containsOnlyKeys("token_id", "name", "scoped", "created_by", "created_at");
    }

    @Test
    void aNewTokenOpensEndpointsAtOnce() {
        JsonPath token = create("{}").statusCode(201).extract().jsonPath();

        assertThat(opens("", token)).isTrue();
    }

    @Test
    void aTokenForOneEnvironmentOpensNoOther() {
        // Given
        Await.item(() -> environments.getOrCreate(caller, "staging"));

        // When
        JsonPath token = create("{\"environments\":[\"staging\"]}")
                .statusCode(201)
                .extract()
                .jsonPath();

        // Then
        assertThat(Map.of("staging", opens("staging", token), "main", opens("main", token)))
                .isEqualTo(Map.of("staging", true, "main", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"environments\":[null]}", "{\"environments\":null}", "{\"environments\":[\"main\",null]}"})
    void nullIsNoEnvironmentAndNotAllOfThem(String body) {
        create(body).statusCode(400);
    }

    @Test
    void anUnknownEnvironmentIsNamedAndNoTokenIsMade() {
        create("{\"name\":\"nowhere\",\"environments\":[\"moon\"]}")
                .statusCode(400)
                .body("detail", containsString("Environment 'moon' not found. This workspace has: main"));

        as("proxied").get("/v1/proxy-tokens").then().body("data.name", not(hasItem("nowhere")));
    }

    @Test
    void aDeletedTokenOpensNothingAtOnce() {
        // Given
        JsonPath token = create("{}").extract().jsonPath();

        // When
        as("proxied")
                .delete("/v1/proxy-tokens/" + token.getString("token_id"))
                .then()
                .statusCode(204);

        // Then
        assertThat(opens("", token)).isFalse();
    }

    @Test
    void anotherWorkspacesTokenCannotBeDeleted() {
        // Given
        tenants.of("deleter");
        JsonPath token = create("{}").extract().jsonPath();

        // When
        as("deleter")
                .delete("/v1/proxy-tokens/" + token.getString("token_id"))
                .then()
                .statusCode(404);

        // Then
        assertThat(opens("", token)).isTrue();
    }

    @Test
    void anUnknownTokenIsNotFound() {
        as("proxied")
                .delete("/v1/proxy-tokens/wk-none")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("Proxy token 'wk-none' not found."));
    }

    @Test
    void aNameThatIsTooLongIsABadRequest() {
        create("{\"name\":\"" + "x".repeat(101) + "\"}")
                .statusCode(400)
                .body("detail", equalTo("name is too long: it may have 100 characters."));
    }

    @Test
    void aNameWithANullCharacterIsABadRequest() {
        create("{\"name\":\"\\u0000\"}").statusCode(400).contentType("application/problem+json");
    }

    @Test
    void theScopeForEndpointsIsNotEnough() {
        tenants.of("proxied", "no-proxy", Set.of(Scopes.ENDPOINTS_READ, Scopes.ENDPOINTS_WRITE));

        as("no-proxy")
                .get("/v1/proxy-tokens")
                .then()
                .statusCode(403)
                .body("detail", equalTo("The token lacks the scope proxy-tokens:read."));
    }

    private static ValidatableResponse create(String body) {
        return label(as("proxied"), body).post("/v1/proxy-tokens").then();
    }

    private boolean opens(String environment, JsonPath token) {
        String id = Await.item(() -> environments.find(caller, environment)).id;
        return check.accepts(caller.workspaceId(), id, token.getString("token_id"), token.getString("token_secret"));
    }
}
