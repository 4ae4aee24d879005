package dev.webendpoints.api;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

import static dev.webendpoints.api.Requests.as;
import static dev.webendpoints.api.Requests.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Errors for malformed requests, as problem+json, without server internals. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ProblemMapperTest {

    @Inject
    Tenants tenants;

    @BeforeEach
    void aCaller() {
        tenants.of("problems");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"lable\":\"x\"}|The body has a field 'lable' that is not known; known: label.",
                "{\"label\":{}}|The body's field 'label' has a value of another type than the document says.",
                "[]|The body is not the JSON object that is expected",
                "\"text\"|The body is not the JSON object that is expected",
                "{\"label\":|The body is not the JSON object that is expected: see line 1, column",
                "nonsense|The body is not the JSON object that is expected: see line 1, column",
                "null|The request needs a body."
            })
    void aBodyThatCannotBeReadIsToldWhy(String body, String why) {
        put(body).statusCode(400).contentType("application/problem+json").body("detail", containsString(why));
    }

    @Test
    void noBodyIsToldSo() {
        as("problems")
                .contentType("application/json")
                .put("/v1/web-endpoints/we-any/labels")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", equalTo("The request needs a body."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"lable\":\"x\"}", "{\"label\":{}}", "{\"label\":"})
    void noBodyNamesAClass(String body) {
        assertThat(put(body).extract().asString())
                .doesNotContain("dev.webendpoints")
                .doesNotContain("jackson")
                .doesNotContain("Exception");
    }

    @Test
    void anotherContentTypeIsUnsupported() {
        as("problems")
                .contentType("text/plain")
                .body("label")
                .put("/v1/web-endpoints/we-any/labels")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("status", equalTo(415));
    }

    @Test
    void anUnknownPathIsNotFound() {
        as("problems")
                .get("/v1/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("There is nothing at this path; /q/openapi lists what there is."));
    }

    @Test
    void anotherMethodIsNotAllowed() {
        as("problems")
                .delete("/v1/web-endpoints/we-any/labels")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .header("Allow", equalTo("PUT"))
                .body("detail", equalTo("This path knows the methods PUT."));
    }

    @Test
    void anIdWithANullCharacterIsABadRequest() {
        as("problems")
                .urlEncodingEnabled(false)
                .get("/v1/web-endpoints/we-%00")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    private static ValidatableResponse put(String body) {
        return label(as("problems"), body)
                .put("/v1/web-endpoints/we-any/labels")
                .then();
    }
}
