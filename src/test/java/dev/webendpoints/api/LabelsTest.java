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
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

/** What {@code PUT …/labels} accepts, rejects and changes. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class LabelsTest {

    @Inject
    Tenants tenants;

    @Inject
    EndpointRows rows;

    private Caller caller;
    private String endpoint;

    @BeforeEach
    void anEndpoint() {
        caller = tenants.of("labels");
        endpoint = rows.insert(caller, "auto-" + System.nanoTime(), Instant.now());
    }

    @Test
    void aLabelMovesTheUrl() {
        // When
        put("{\"label\":\"moved\"}").statusCode(204);

        // Then
        get().body("url", equalTo("http://labels--moved.localhost:8090"));
    }

    @Test
    void aLabelIsShown() {
        put("{\"label\":\"shown\"}").statusCode(204);

        get().body("custom_label", equalTo("shown"));
    }

    @Test
    void theSameLabelAgainChangesNothing() {
        // Given
        put("{\"label\":\"twice\"}").statusCode(204);

        // When, Then
        put("{\"label\":\"twice\"}").statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"label\":\"\"}", "{\"label\":null}", "{}"})
    void nothingClearsTheLabel(String nothing) {
        // Given
        String generated = get().extract().path("url");
        put("{\"label\":\"cleared\"}").statusCode(204);

        // When
        put(nothing).statusCode(204);

        // Then
        get().body("url", equalTo(generated)).body("$", not(hasKey("custom_label")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upper",
                "under_score",
                "-first",
                "last-",
                "123",
                "a b",
                "ä",
                "a.b",
                "a\\u0000",
                "x123456789x123456789x123456789x123456789x123456789x123456789x123"
            })
    void aLabelThatBreaksTheRuleIsToldTheRule(String label) {
        put("{\"label\":\"" + label + "\"}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("status", equalTo(400))
                .body("title", equalTo("Bad Request"))
                .body("detail", containsString("is not a valid label: a label has 1 to 63 characters"));
    }

    @Test
    void aTakenHostnameIsAConflict() {
        // Given
        rows.insert(caller, "taken", Instant.now());

        // When, Then
        put("{\"label\":\"taken\"}")
                .statusCode(409)
                .contentType("application/problem+json")
                .body(
                        "detail",
                        equalTo("the hostname labels--taken belongs to another web endpoint; choose another label"));
    }

    @Test
    void anUnknownEndpointIsNotFound() {
        label(as("labels"), "{\"label\":\"x\"}")
                .put("/v1/web-endpoints/we-none/labels")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("no web endpoint we-none in this workspace"));
    }

    @Test
    void aCallerThatAcceptsJsonOnlyIsServed() {
        label(as("labels").accept("application/json"), "{\"label\":\"json-only\"}")
                .put("/v1/web-endpoints/" + endpoint + "/labels")
                .then()
                .statusCode(204);
    }

    private ValidatableResponse put(String body) {
        return label(as("labels"), body)
                .put("/v1/web-endpoints/" + endpoint + "/labels")
                .then();
    }

    private ValidatableResponse get() {
        return as("labels").get("/v1/web-endpoints/" + endpoint).then().statusCode(200);
    }
}
