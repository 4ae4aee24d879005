package dev.webendpoints.api;

import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.Scopes;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

import static dev.webendpoints.api.Requests.withBearer;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

/** The client credentials grant, as OAuth clients expect it. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class OAuthTokenTest {

    @Inject
    Tenants tenants;

    @BeforeEach
    void aClient() {
        tenants.of("oauth");
        tenants.of("oauth", "oauth-reader", Set.of(Scopes.ENDPOINTS_READ));
    }

    @Test
    void aClientGetsATokenThatGetsIn() {
        // When
        String token = ask(form("oauth")).statusCode(200).extract().path("access_token");

        // Then
        withBearer(token).get("/v1/web-endpoints").then().statusCode(200);
    }

    @Test
    void theAnswerSaysWhatTheTokenIs() {
        ask(form("oauth"))
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", equalTo(3600))
                .body(
                        "scope",
                        equalTo("api-tokens:read api-tokens:write endpoints:call endpoints:read endpoints:write"
                                + " proxy-tokens:read proxy-tokens:write"));
    }

    @Test
    void aClientMayUseHttpBasic() {
        ask(given().auth().preemptive().basic("ak-oauth", "as-oauth").formParam("grant_type", "client_credentials"))
                .statusCode(200)
                .body("token_type", equalTo("Bearer"));
    }

    @Test
    void aClientMayAskForLess() {
        ask(form("oauth").formParam("scope", "endpoints:read"))
                .statusCode(200)
                .body("scope", equalTo("endpoints:read"));
    }

    @Test
    void aClientMayNotAskForMore() {
        ask(form("oauth-reader").formParam("scope", "endpoints:read endpoints:write"))
                .statusCode(400)
                .body("error", equalTo("invalid_scope"))
                .body("error_description", equalTo("This API token has the scopes endpoints:read."));
    }

    @Test
    void anotherGrantIsNotSupported() {
        ask(given().formParam("grant_type", "password"))
                .statusCode(400)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("error", equalTo("unsupported_grant_type"))
                .body("error_description", equalTo("The only grant_type here is 'client_credentials'."));
    }

    @Test
    void noGrantIsAnInvalidRequest() {
        ask(given().formParam("client_id", "ak-oauth"))
                .statusCode(400)
                .body("error", equalTo("invalid_request"))
                .body("error_description", equalTo("The form field 'grant_type' is missing."));
    }

    @Test
    void twoWaysOfSigningInAreAnInvalidRequest() {
        ask(form("oauth").auth().preemptive().basic("ak-oauth", "as-oauth"))
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }

    @Test
    void aWrongSecretInTheFormIsAnInvalidClient() {
        ask(given().formParam("grant_type", "client_credentials")
                        .formParam("client_id", "ak-oauth")
                        .formParam("client_secret", "as-wrong"))
                .statusCode(401)
                .body("error", equalTo("invalid_client"));
    }

    @Test
    void aWrongSecretByBasicIsChallengedForBasic() {
        ask(given().auth().preemptive().basic("ak-oauth", "as-wrong").formParam("grant_type", "client_credentials"))
                .statusCode(401)
                .header("WWW-Authenticate", "Basic realm=\"web-endpoints\"")
                .body("error", equalTo("invalid_client"));
    }

    @Test
    void noCredentialsAreAnInvalidClient() {
        ask(given().formParam("grant_type", "client_credentials"))
                .statusCode(401)
                .body("error", equalTo("invalid_client"));
    }

    private static RequestSpecification form(String token) {
        return given().formParam("grant_type", "client_credentials")
                .formParam("client_id", "ak-" + token)
                .formParam("client_secret", "as-" + token);
    }

    private static ValidatableResponse ask(RequestSpecification request) {
        return request.post("/v1/oauth/token").then();
    }
}
