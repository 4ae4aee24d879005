package dev.webendpoints.api;

import java.time.Instant;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

import static dev.webendpoints.api.Requests.as;
import static dev.webendpoints.api.Requests.label;
import static org.hamcrest.Matchers.equalTo;

/** What {@code PUT …/auth} accepts, rejects and changes. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class EndpointAuthTest {

    @Inject
    Tenants tenants;

    @Inject
    EndpointRows rows;

    private String endpoint;

    @BeforeEach
    void anOpenEndpoint() {
        Caller caller = tenants.of("auths");
        endpoint = rows.insert(caller, "auto-" + System.nanoTime(), Instant.now());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "proxy_token", "bearer", "custom"})
    void whatIsSetIsShown(String auth) {
        // When
        put("auths", "{\"auth\":\"" + auth + "\"}").statusCode(204);

        // Then
        shows(auth);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"auth\":null}", "{}"})
    void nothingIsWhatTheCodeSays(String nothing) {
        // Given
        put("auths", "{\"auth\":\"bearer\"}").statusCode(204);

        // When
        put("auths", nothing).statusCode(204);

        // Then
        shows("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "", "open"})
    void anotherWordIsToldTheAllowedOnes(String auth) {
        put("auths", "{\"auth\":\"" + auth + "\"}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body(
                        "detail",
                        equalTo("'" + auth + "' is not a kind of auth; it must be one of none, proxy_token, bearer,"
                                + " custom, or null for what the code says"));
    }

    @Test
    void anotherWorkspacesEndpointIsNotFound() {
        // Given
        tenants.of("auth-thief");

        // When
        put("auth-thief", "{\"auth\":\"bearer\"}").statusCode(404).contentType("application/problem+json");

        // Then
        shows("none");
    }

    private ValidatableResponse put(String as, String body) {
        return label(as(as), body)
                .put("/v1/web-endpoints/" + endpoint + "/auth")
                .then();
    }

    private void shows(String auth) {
        as("auths").get("/v1/web-endpoints/" + endpoint).then().statusCode(200).body("auth", equalTo(auth));
    }
}
