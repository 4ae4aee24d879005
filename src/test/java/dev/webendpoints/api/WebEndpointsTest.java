package dev.webendpoints.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

import static dev.webendpoints.api.Requests.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** The three operations of the contract, and the separation of workspaces. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WebEndpointsTest {

    private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678901Z");

    @Inject
    Tenants tenants;

    @Inject
    EndpointRows rows;

    @Test
    void anEndpointHasTheFieldsOfTheContract() {
        // Given
        String id = rows.insert(tenants.of("fields"), "app-square", CREATED);

        // When, Then
        Map<String, Object> endpoint = as("fields")
                .get("/v1/web-endpoints/" + id)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .jsonPath()
                .getMap("$");
        assertThat(endpoint)
                .containsOnlyKeys("endpoint_id", "function_id", "kind", "url", "auth", "methods", "created_at")
                .containsEntry("endpoint_id", id)
                .containsEntry("kind", "fastapi_endpoint")
                .containsEntry("url", "http://fields--app-square.localhost:8090")
                .containsEntry("auth", "none")
                .containsEntry("created_at", "2026-01-02T03:04:05.678901Z");
    }

    @Test
    void anEmptyWorkspaceHasAnEmptyList() {
        tenants.of("empty");

        as("empty").get("/v1/web-endpoints").then().statusCode(200).body("data", hasSize(0));
    }

    @Test
    void aListHasTheEndpointsOfTheCallersWorkspaceOnly() {
        // Given
        rows.insert(tenants.of("theirs"), "app-square", CREATED);
        String own = rows.insert(tenants.of("ours"), "app-square", CREATED);

        // When, Then
        as("ours").get("/v1/web-endpoints").then().statusCode(200).body("data.endpoint_id", equalTo(List.of(own)));
    }

    @Test
    void anotherWorkspacesEndpointIsTheSame404AsOneThatDoesNotExist() {
        // Given
        Caller other = tenants.of("secretive");
        tenants.of("curious");
        String foreign = rows.insert(other, "app-square", CREATED);

        // When
        String answer = detail(as("curious").get("/v1/web-endpoints/" + foreign), foreign);

        // Then
        assertThat(answer).isEqualTo(detail(as("curious").get("/v1/web-endpoints/we-none"), "we-none"));
    }

    @Test
    void anotherWorkspacesLabelCannotBeSet() {
        // Given
        String foreign = rows.insert(tenants.of("labelled"), "app-square", CREATED);
        tenants.of("labeller");

        // When
        as("labeller")
                .contentType("application/json")
                .body("{\"label\":\"mine\"}")
                .put("/v1/web-endpoints/" + foreign + "/labels")
                .then()
                .statusCode(404);

        // Then
        as("labelled")
                .get("/v1/web-endpoints/" + foreign)
                .then()
                .body("url", equalTo("http://labelled--app-square.localhost:8090"));
    }

    private static String detail(Response answer, String id) {
        return answer.then()
                .statusCode(404)
                .contentType("application/problem+json")
                .extract()
                .asString()
                .replace(id, "<id>");
    }
}
