package dev.webendpoints.api;

import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.identity.Scopes;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static dev.webendpoints.api.Requests.as;
import static dev.webendpoints.api.Requests.label;
import static dev.webendpoints.api.Requests.withBearer;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

/** Authentication with an API token, and the errors when it fails. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AuthenticationTest {

    @Inject
    Tenants tenants;

    @BeforeEach
    void tenants() {
        tenants.of("entry");
        tenants.of("entry", "reader", Set.of(Scopes.ENDPOINTS_READ));
    }

    @Test
    void anApiTokenAsBearerGetsIn() {
        as("entry").get("/v1/web-endpoints").then().statusCode(200);
    }

    @Test
    void theSchemeIsNotCaseSensitive() {
        given().header("Authorization", "bearer ak-entry.as-entry")
                .get("/v1/web-endpoints")
                .then()
                .statusCode(200);
    }

    @Test
    void withoutACredentialTheChallengeHasNoErrorCode() {
        given().get("/v1/web-endpoints")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer realm=\"web-endpoints\"")
                .body("title", equalTo("Unauthorized"))
                .body(
                        "detail",
                        equalTo("Send 'Authorization: Bearer' with a JWT, or with an API token as"
                                + " <token id>.<secret>."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ak-entry.as-wrong", "ak-nobody.as-entry"})
    void anUnknownIdAndAWrongSecretAreRefusedAlike(String token) {
        withBearer(token)
                .get("/v1/web-endpoints")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer realm=\"web-endpoints\", error=\"invalid_token\"")
                .body("detail", equalTo("The token id is not known, or its secret is wrong."));
    }

    @Test
    void aBearerThatIsNeitherKindIsRefused() {
        withBearer("something")
                .get("/v1/web-endpoints")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer realm=\"web-endpoints\", error=\"invalid_token\"")
                .body("detail", equalTo("The bearer token is neither a JWT nor an API token (ak-….as-…)."));
    }

    @Test
    void anotherSchemeIsNoCredential() {
        given().auth()
                .preemptive()
                .basic("ak-entry", "as-entry")
                .get("/v1/web-endpoints")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer realm=\"web-endpoints\"");
    }

    @Test
    void tooLittleScopeIsForbiddenAndNamesTheScope() {
        label(as("reader"), "{\"label\":\"x\"}")
                .put("/v1/web-endpoints/we-any/labels")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"web-endpoints\", error=\"insufficient_scope\", scope=\"endpoints:write\"")
                .body("detail", equalTo("The token lacks the scope endpoints:write."));
    }

    @Test
    void theScopeThatATokenHasIsEnough() {
        as("reader").get("/v1/web-endpoints").then().statusCode(200);
    }
}
