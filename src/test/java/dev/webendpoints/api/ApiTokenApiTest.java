package dev.webendpoints.api;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
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

/** Creation and listing of API tokens through REST. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ApiTokenApiTest extends ApiTokenFixture {

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
}
